// Opens the rooms one after the other. Each asks for its works through DeployNet and shows them as they come.
import { credits, shelf } from "./shelf.js";
import { network } from "./network.js";
import { chart } from "./chart.js";
import { film } from "./film.js";
import { typefaces, specimens } from "./writing.js";
import { panel } from "./panel.js";

const net = await network();
panel(net);
const exhibits = await (await net.fetch("/exhibits.json")).json();
credits(exhibits.licences);
shelf(exhibits.things);
net.scan();
await typefaces(net);
await Promise.all([film(net), specimens(net, exhibits.writing), chart(net)]);
document.documentElement.dataset.complete = "true";
