import type { Channels } from '../link/link-owner';

/** A trickled candidate; an empty one means there are no more. */
export interface TrickledCandidate {
  readonly candidate: string;
  readonly sdpMid: string;
  readonly sdpMLineIndex: number;
}

/** What comes over a connection, in the order of its life. */
export interface ConnectionEvents {
  candidate(candidate: TrickledCandidate): void;
  open(): void;
  control(text: string): void;
  data(frame: ArrayBuffer): void;
  lost(): void;
}

/** A connection to one super-peer, before and after it is open. */
export interface PeerConnection extends Channels {
  /** The offer, ready to be sent: nobody waits for candidates. */
  offer(): Promise<string>;
  /** Looks for candidates, also by these STUN servers. Not before: the server names them once it has the first offer. */
  gather(stun: readonly string[]): Promise<void>;
  answer(sdp: string): Promise<void>;
  addCandidate(candidate: TrickledCandidate): void;
  /** `atOnce`, or after a moment in which what was said last can leave. */
  close(atOnce?: boolean): void;
}

export type Connect = (events: ConnectionEvents) => PeerConnection;

const BYE_MS = 200;
const MAX_EARLY = 20;

/** The WebRTC road: one RTCPeerConnection with two channels negotiated beforehand. */
export class RtcChannels implements PeerConnection {
  private readonly connection = new RTCPeerConnection();
  private readonly control: RTCDataChannel;
  private readonly data: RTCDataChannel;
  private readonly early: TrickledCandidate[] = [];
  private local: RTCSessionDescriptionInit | undefined;
  private answered = false;
  private closed = false;

  constructor(private readonly events: ConnectionEvents) {
    this.control = this.connection.createDataChannel('control', { negotiated: true, id: 0, ordered: true });
    this.data = this.connection.createDataChannel('data', { negotiated: true, id: 1, ordered: true });
    this.data.binaryType = 'arraybuffer';
    this.listen();
  }

  async offer(): Promise<string> {
    this.local = await this.connection.createOffer();
    return this.local.sdp ?? '';
  }

  async gather(stun: readonly string[]): Promise<void> {
    if (stun.length > 0) {
      this.connection.setConfiguration({ iceServers: [{ urls: [...stun] }] });
    }
    await this.connection.setLocalDescription(this.local);
  }

  async answer(sdp: string): Promise<void> {
    await this.connection.setRemoteDescription({ type: 'answer', sdp });
    this.answered = true;
    for (const candidate of this.early.splice(0)) {
      this.addCandidate(candidate);
    }
  }

  // One that this browser cannot use is no reason to give up on the others; before the answer it takes none.
  addCandidate(candidate: TrickledCandidate): void {
    if (this.answered) {
      this.connection.addIceCandidate(candidate).catch(() => {});
    } else if (this.early.length < MAX_EARLY) {
      this.early.push(candidate);
    }
  }

  sendControl(text: string): void {
    if (this.control.readyState === 'open') {
      this.control.send(text);
    }
  }

  drained(): Promise<void> {
    const { control } = this;
    return new Promise((resolve) => {
      const look = () =>
        control.readyState === 'open' && control.bufferedAmount > 0 ? setTimeout(look, 5) : resolve();
      look();
    });
  }

  close(atOnce = false): void {
    if (atOnce) {
      this.connection.close();
    } else if (!this.closed) {
      // A close at once would overtake the bye.
      setTimeout(() => this.connection.close(), BYE_MS);
    }
    this.closed = true;
  }

  private listen(): void {
    const { connection, control, data, events } = this;
    connection.onicecandidate = ({ candidate }) =>
      events.candidate({
        candidate: candidate?.candidate ?? '',
        sdpMid: candidate?.sdpMid ?? '0',
        sdpMLineIndex: candidate?.sdpMLineIndex ?? 0,
      });
    const opened = () => {
      if (control.readyState === 'open' && data.readyState === 'open') {
        events.open();
      }
    };
    const lost = () => {
      if (!this.closed) {
        events.lost();
      }
    };
    control.onopen = opened;
    data.onopen = opened;
    control.onclose = lost;
    data.onclose = lost;
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === 'failed' || connection.connectionState === 'closed') {
        lost();
      }
    };
    control.onmessage = ({ data: text }) => events.control(typeof text === 'string' ? text : '');
    data.onmessage = ({ data: frame }) => events.data(frame instanceof ArrayBuffer ? frame : new ArrayBuffer(0));
  }
}
