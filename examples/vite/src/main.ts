import { type DeployNet, start } from "@deploynet/client";
import { say } from "@deploynet/client/words";
import picture from "./picture.svg";
import "./style.css";

const { VITE_SITE: site = "", VITE_SIGNALING: signaling = "" } = import.meta.env;
const page: DeployNet = start({ site, signaling });

const image = document.querySelector<HTMLImageElement>("#picture");
const told = document.querySelector("#told");

await page.ready;
const response = await page.fetch(picture);
const shown = await response.blob();
if (image && told) {
  image.src = URL.createObjectURL(shown);
  const { peer, origin, kept } = page.stats().bytes;
  const why = page.why().map(say).join(" ");
  told.textContent = `${peer} bytes from super-peers, ${origin} from the origin, ${kept} kept by this browser. ${why}`;
}
