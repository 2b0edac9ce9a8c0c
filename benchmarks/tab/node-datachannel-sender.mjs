import { createInterface } from "node:readline";
import nodeDataChannel from "node-datachannel";

/* The sending end on libdatachannel, driven by lines: `offer BASE64` in; `candidate JSON` and `answer BASE64` out. */

const HIGH_MARK = 256 * 1024;
const LOW_MARK = 64 * 1024;
const message = Buffer.alloc(64 * 1024);
const peer = new nodeDataChannel.PeerConnection("sender", { iceServers: [], maxMessageSize: 256 * 1024 });
const say = (line) => process.stdout.write(`${line}\n`);

peer.onLocalDescription((sdp) => say(`answer ${Buffer.from(sdp).toString("base64")}`));
peer.onLocalCandidate((candidate, sdpMid) => say(`candidate ${JSON.stringify({ candidate, sdpMid })}`));
createInterface({ input: process.stdin }).on("line", (line) => {
  peer.setRemoteDescription(Buffer.from(line.replace("offer ", ""), "base64").toString(), "offer");
  open(); // not before: channels of its own would make it offer, too
});

function open() {
  const control = peer.createDataChannel("control", { negotiated: true, id: 0 });
  const data = peer.createDataChannel("data", { negotiated: true, id: 1 });
  let left = 0;
  const pump = () => {
    while (left > 0 && data.bufferedAmount() < HIGH_MARK) {
      data.sendMessageBinary(message);
      left -= message.length;
    }
  };
  data.setBufferedAmountLowThreshold(LOW_MARK);
  data.onBufferedAmountLow(pump);
  // Once in some runs the library does not say that its buffer has drained, and the transfer would stand still.
  setInterval(pump, 20).unref();
  control.onMessage((text) => {
    left = Number(/^send (\d+)$/.exec(text)[1]);
    pump();
  });
}
