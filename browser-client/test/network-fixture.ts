import type { RoadState } from '../src/api';
import { type Bytes, toHex } from '../src/bytes';
import { sha256 } from '../src/content/hash-tree';
import { signCompact } from '../src/key/jws';
import { SessionKey } from '../src/key/session-key';
import { Journal, type WhyCode } from '../src/page/journal';
import { PeerRoad } from '../src/road/peer-road';
import type { ConnectionEvents, PeerConnection, TrickledCandidate } from '../src/road/rtc-channels';
import type { ToServer } from '../src/road/signaling';
import type { Jwk } from '../src/wire/guards';
import type { Ticket } from '../src/wire/ticket';
import { ManualClock } from './manual-clock';

const VISITOR = `sha-256 ${'AB:'.repeat(31)}CD`;
export const PEER = `sha-256 ${'AB:'.repeat(31)}EF`;
export const SITE = '5f'.repeat(20);
export const PEER_ID = 'ee'.repeat(20);
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** The signaling server's key. */
export class NetworkKey {
  private constructor(
    readonly id: string,
    private readonly secret: CryptoKey,
    private readonly publicKey: Jwk,
  ) {}

  static async generate(): Promise<NetworkKey> {
    const { privateKey, publicKey } = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
    const spki: Bytes = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
    const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey);
    const id = toHex((await sha256(spki)).subarray(0, 20));
    return new NetworkKey(id, privateKey, { kty: 'EC', crv: 'P-256', x, y });
  }

  sign(ticket: Partial<Ticket>): Promise<string> {
    return signCompact('deploynet-ticket', ticket, this.secret, this.publicKey);
  }
}

/** The browser's end of the socket; what the page says is in `heard`. */
export class ScriptedSocket {
  readonly heard: ToServer[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  send(text: string): void {
    this.heard.push(JSON.parse(text) as ToServer);
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  close(): void {
    this.readyState = 3;
    this.onclose?.();
  }

  of<T extends ToServer['type']>(type: T): Extract<ToServer, { type: T }>[] {
    return this.heard.filter((message): message is Extract<ToServer, { type: T }> => message.type === type);
  }
}

/** A connection that opens when the test says so. */
export class ScriptedConnection implements PeerConnection {
  readonly sent: string[] = [];
  readonly candidates: TrickledCandidate[] = [];
  answeredWith: string | undefined;
  closed = false;
  closedAtOnce = false;

  /** Those it looked for candidates with; undefined before it did. */
  stun: readonly string[] | undefined;

  constructor(readonly events: ConnectionEvents) {}

  offer(): Promise<string> {
    return Promise.resolve(`v=0\r\na=fingerprint:${VISITOR}\r\n`);
  }

  gather(stun: readonly string[]): Promise<void> {
    this.stun = stun;
    return Promise.resolve();
  }

  answer(sdp: string): Promise<void> {
    this.answeredWith = sdp;
    return Promise.resolve();
  }

  addCandidate(candidate: TrickledCandidate): void {
    this.candidates.push(candidate);
  }

  sendControl(text: string): void {
    this.sent.push(text);
  }

  drained(): Promise<void> {
    return Promise.resolve();
  }

  close(atOnce = false): void {
    this.closed = true;
    this.closedAtOnce ||= atOnce;
  }

  greet(): void {
    this.events.open();
    this.events.control('{"type":"hello","versions":[1],"maxMessage":262144,"window":1048576}');
  }
}

/** A road with a scripted server and scripted connections. */
export class RoadFixture {
  readonly clock = new ManualClock();
  readonly journal = new Journal(() => {});
  readonly sockets: ScriptedSocket[] = [];
  readonly connections: ScriptedConnection[] = [];
  readonly states: RoadState[] = [];
  readonly sequences: number[] = [];
  forbidden: WhyCode | undefined;
  /** For how long the operator has switched super-peers off, each time that the page was told. */
  readonly offMs: number[] = [];
  readonly session = SessionKey.generate();
  readonly road: PeerRoad;
  private links = 0;

  constructor(readonly key: NetworkKey) {
    this.road = new PeerRoad({
      site: SITE,
      signaling: 'wss://signaling.example/v1/visitor',
      pageToken: undefined,
      clock: this.clock,
      journal: this.journal,
      session: this.session,
      connect: (events) => {
        const connection = new ScriptedConnection(events);
        this.connections.push(connection);
        return connection;
      },
      openSocket: () => {
        const socket = new ScriptedSocket();
        this.sockets.push(socket);
        return socket as unknown as WebSocket;
      },
      forbidden: () => this.forbidden,
      switchedOff: (ms) => this.offMs.push(ms),
      newSequence: (sequence) => this.sequences.push(sequence),
      linkOpened: () => {},
      linkEnded: () => {},
      changed: (state) => this.states.push(state),
    });
  }

  get socket(): ScriptedSocket {
    return this.last(this.sockets);
  }

  get connection(): ScriptedConnection {
    return this.last(this.connections);
  }

  codes(): string[] {
    return this.journal.reasons().map(({ code }) => code);
  }

  async ticket(changes: Partial<Ticket> = {}, key = this.key): Promise<string> {
    const { publicKey: sessionKey } = await this.session;
    return key.sign({
      id: 't1',
      network: key.id,
      link: `l${this.links}`,
      site: SITE,
      peer: PEER_ID,
      peerFingerprint: PEER,
      visitorFingerprint: VISITOR,
      sessionKey,
      maxBytes: 16 * 1024 * 1024,
      price: 1_000_000,
      issued: 1_790_000_000_000,
      expires: 1_790_000_600_000,
      ...changes,
    });
  }

  /** The page asks for a link and the server hears it. */
  async ask(): Promise<ToServer> {
    this.road.warm();
    const isNew = this.sockets.at(-1)?.readyState === 0;
    if (isNew) {
      this.socket.open();
    }
    await this.clock.pass(1);
    const asked = this.socket.heard.filter(({ type }) => type === 'hello' || type === 'connect').at(-1);
    if (asked === undefined) {
      throw new Error('the page did not ask');
    }
    return asked;
  }

  welcome(ref: number, stun: string[] = []): void {
    this.socket.say({
      type: 'welcome',
      ref,
      session: 's',
      time: 1_790_000_000_000,
      network: this.key.id,
      sequence: 412,
      stun,
    });
  }

  /** From the question to the super-peer's answer. */
  async answered(changes: Partial<Ticket> = {}, key = this.key, fingerprint = PEER): Promise<void> {
    await this.answers(await this.ask(), changes, PEER_ID, key, fingerprint);
  }

  /** One more link, to `peer`. */
  async openedMore(peer: string): Promise<void> {
    this.road.more();
    await this.answers(await this.ask(), { peer }, peer);
    this.connection.greet();
    await this.clock.pass(1);
  }

  private async answers(
    asked: ToServer,
    changes: Partial<Ticket>,
    peer: string,
    key = this.key,
    fingerprint = PEER,
  ): Promise<void> {
    const ref = 'ref' in asked ? asked.ref : 0;
    if (asked.type === 'hello') {
      this.welcome(ref);
    }
    this.links++;
    const link = `l${this.links}`;
    this.socket.say({ type: 'link', ref, link, peer, ticket: await this.ticket(changes, key) });
    this.socket.say({ type: 'answer', link, sdp: `v=0\r\na=fingerprint:${fingerprint}\r\n` });
    await this.untilAnswered();
  }

  /** Until the super-peer's answer is taken, or the attempt given up. */
  async untilAnswered(): Promise<void> {
    await this.clock.pass(1);
    for (
      let i = 0;
      i < 200 && this.connections.at(-1)?.answeredWith === undefined && !this.connections.at(-1)?.closed;
      i++
    ) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async opened(): Promise<void> {
    await this.answered();
    this.connection.greet();
    await this.clock.pass(1);
  }

  private last<T>(all: readonly T[]): T {
    const last = all.at(-1);
    if (last === undefined) {
      throw new Error('there is none yet');
    }
    return last;
  }
}
