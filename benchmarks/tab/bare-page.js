/* The receiving end of a bare WebRTC connection: two channels as a link has them, nothing looked at. */

let connection;
let control;
let came;

globalThis.offer = async () => {
  connection = new RTCPeerConnection();
  control = connection.createDataChannel("control", { negotiated: true, id: 0, ordered: true });
  const data = connection.createDataChannel("data", { negotiated: true, id: 1, ordered: true });
  data.binaryType = "arraybuffer";
  data.onmessage = ({ data: message }) => came?.(message.byteLength);
  await connection.setLocalDescription();
  return connection.localDescription.sdp;
};

globalThis.answer = async (sdp, candidates) => {
  await connection.setRemoteDescription({ type: "answer", sdp });
  for (const candidate of candidates) await connection.addIceCandidate(candidate);
  if (control.readyState !== "open") await new Promise((resolve) => (control.onopen = resolve));
};

/** Milliseconds from the question to the last of `bytes`. */
globalThis.receive = (bytes) =>
  new Promise((resolve) => {
    let left = bytes;
    const start = performance.now();
    came = (length) => {
      left -= length;
      if (left <= 0) resolve(performance.now() - start);
    };
    control.send(`send ${bytes}`);
  });
