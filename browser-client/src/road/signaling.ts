import type { Clock } from '../link/clock';
import type { Jwk } from '../wire/guards';
import { type FromServer, readFromServer } from '../wire/signaling-message';
import type { TrickledCandidate } from './rtc-channels';

/** What the page tells the server. */
export type ToServer =
  | {
      type: 'hello';
      ref: number;
      site: string;
      bucket: number;
      sessionKey: Jwk;
      sdp: string;
      pageToken: string | undefined;
    }
  | { type: 'connect'; ref: number; bucket: number; sdp: string; beside: string[] }
  | { type: 'renew'; ref: number; link: string; receipt?: string }
  | { type: 'report'; link: string; what: 'wrong-hash' | 'protocol' | 'stalled'; object?: string }
  | ({ type: 'candidate'; link: string } & TrickledCandidate);

export interface SignalingEvents {
  message(message: FromServer): void;
  down(): void;
}

export type OpenSocket = (url: string) => WebSocket;

const OPEN = 1; // WebSocket.OPEN, which exists in browsers only
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 5 * 60_000;

/** The socket to the signaling server. It opens when there is something to say and is not opened again before a pause. */
export class Signaling {
  private socket: WebSocket | undefined;
  private greeted = false;
  private nextRef = 1;
  private failures = 0;
  private notBefore = 0;

  constructor(
    private readonly url: string,
    private readonly clock: Clock,
    private readonly openSocket: OpenSocket,
    private readonly events: SignalingEvents,
    private readonly random: () => number = Math.random,
  ) {}

  /** Whether the server knows this visitor already. */
  get isGreeted(): boolean {
    return this.greeted;
  }

  /** Milliseconds until the server may be asked again. */
  get pauseMs(): number {
    return Math.max(0, this.notBefore - this.clock.now());
  }

  ref(): number {
    return this.nextRef++;
  }

  /** False if there is no connection to say it on. */
  send(message: ToServer): boolean {
    if (this.socket === undefined || this.socket.readyState !== OPEN) {
      return false;
    }
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Resolves once the socket is open; false if it does not open. */
  connect(): Promise<boolean> {
    if (this.socket !== undefined || this.pauseMs > 0) {
      return Promise.resolve(this.socket?.readyState === OPEN);
    }
    const socket = this.openSocket(this.url);
    this.socket = socket;
    return new Promise((resolve) => {
      socket.onopen = () => resolve(true);
      socket.onmessage = ({ data }) => this.receive(data);
      socket.onclose = () => {
        resolve(false);
        this.lost();
      };
    });
  }

  /** Not before `ms` from now, because the server said so. */
  pause(ms: number): void {
    this.notBefore = Math.max(this.notBefore, this.clock.now() + ms);
  }

  /** Says goodbye; it may be opened again at once. */
  leave(): void {
    if (this.socket) {
      this.socket.onclose = null;
      this.socket.close();
    }
    this.socket = undefined;
    this.greeted = false;
  }

  private receive(data: unknown): void {
    const message = typeof data === 'string' ? readFromServer(data) : undefined;
    if (message === undefined) {
      this.socket?.close();
      return;
    }
    if (message.type === 'welcome') {
      this.greeted = true;
      this.failures = 0;
    }
    this.events.message(message);
  }

  private lost(): void {
    this.socket = undefined;
    this.greeted = false;
    const most = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures++);
    this.pause(Math.max(100, this.random() * most));
    this.events.down();
  }
}
