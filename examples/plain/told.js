// Says where the bytes came from. The page is the same without it.
function tell() {
  const { peer, origin, kept } = DeployNet.stats().bytes;
  document.getElementById("told").textContent =
    `${peer} bytes from super-peers, ${origin} from the origin, ${kept} kept by this browser.`;
}

function begin() {
  tell();
  DeployNet.addEventListener("file", tell);
}

if (globalThis.DeployNet) begin();
else document.querySelector('script[src="/deploynet.js"]')?.addEventListener("load", begin);
