import { type Bytes, concat, equal, fromHex } from '../src/bytes';
import type { Entry } from '../src/content/manifest';
import type { DropReason } from '../src/link/job';
import { Link } from '../src/link/link';
import type { EndReason, Renewal } from '../src/link/link-owner';
import type { Totals } from '../src/link/tickets';
import { Download, type Start } from '../src/page/download';
import type { Ticket } from '../src/wire/ticket';
import { breathe, ManualClock } from './manual-clock';
import { type Kept, type Manners, ScriptedPeer } from './scripted-peer';
import { content, vectors } from './vectors';

const TEN_MINUTES = 600_000;
const PRINT = `sha-256 ${'AB:'.repeat(31)}CD`;

const objects = vectors<{ objects: { size: number; seed: number; id: string; layer?: string[] }[] }>(
  'hash-tree.json',
).objects;

/** A file of the vectors with its bytes. */
export function file(size: number): Kept & { readonly entry: Entry } {
  const object = objects.find((one) => one.size === size);
  if (object === undefined) {
    throw new Error(`the vectors have no object of ${size} bytes`);
  }
  const { id, seed, layer = [] } = object;
  const entry = { id, size, type: 'application/octet-stream' };
  return { id, entry, bytes: content(size, seed), layer: fromHex(layer.join('')) };
}

export function ticket(id: string, maxBytes: number): Ticket {
  const key = 'ab'.repeat(20);
  return {
    id,
    network: key,
    link: 'l1',
    site: key,
    peer: key,
    peerFingerprint: PRINT,
    visitorFingerprint: PRINT,
    sessionKey: { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) },
    maxBytes,
    price: 1_000_000,
    issued: 0,
    expires: TEN_MINUTES,
  };
}

/** A download whose bytes a test can look at. */
export class Fetched {
  readonly download: Download;
  readonly drops: DropReason[] = [];
  readonly lates: number[] = [];
  readonly bytes = { peer: 0, origin: 0, twice: 0 };
  start: Start | undefined;
  body: Bytes = new Uint8Array(0);
  ok: boolean | undefined;
  error: unknown;

  /** `originBytes`: what the origin has, if anything. */
  constructor(
    private readonly kept: ReturnType<typeof file>,
    originBytes: Bytes | undefined,
    priority = 1,
    deadlineMs?: number,
  ) {
    this.download = new Download(
      kept.entry,
      priority,
      {
        fromPeer: (_, bytes) => {
          this.bytes.peer += bytes;
        },
        fromOrigin: (_, bytes) => {
          this.bytes.origin += bytes;
        },
        dropped: (why) => this.drops.push(why),
        late: (ms) => this.lates.push(ms),
        twice: (bytes) => {
          this.bytes.twice += bytes;
        },
        rest: async (layer, first, take) => {
          for (let piece = first; piece * 262_144 < kept.entry.size; piece++) {
            const bytes = originBytes?.slice(piece * 262_144, (piece + 1) * 262_144) ?? new Uint8Array(0);
            if (!(await layer.matches(piece, bytes))) {
              return false;
            }
            await take(piece, bytes);
          }
          return true;
        },
        finished: (trouble) => {
          this.ok = trouble === undefined;
        },
      },
      deadlineMs,
    );
    void this.read();
  }

  get isDone(): boolean {
    return this.start === 'nothing' || this.ok !== undefined;
  }

  /** All that was released is a beginning of the right bytes, whatever happened. */
  get isTrue(): boolean {
    return equal(this.body, this.kept.bytes.slice(0, this.body.length));
  }

  get isWhole(): boolean {
    return this.ok === true && equal(this.body, this.kept.bytes);
  }

  private async read(): Promise<void> {
    this.start = await this.download.started;
    if (this.start === 'nothing') {
      return;
    }
    try {
      for await (const chunk of this.start.body) {
        this.body = concat(this.body, chunk);
      }
    } catch (e) {
      this.error = e;
    }
  }
}

/** A link, its scripted peer, and a server that renews tickets. */
export class LinkFixture {
  readonly peer: ScriptedPeer;
  readonly link: Link;
  readonly receipts: Totals[] = [];
  readonly renewedWith: (Totals | undefined)[] = [];
  readonly stalls: number[] = [];
  ended: EndReason | undefined;
  endedObject: string | undefined;
  isWarm = false;
  renews = true;
  private tickets = 1;
  private maxBytes: number;

  /** Links of one page have one clock. */
  constructor(
    files: readonly Kept[],
    manners: Manners = {},
    maxBytes = 16 * 1024 * 1024,
    readonly clock = new ManualClock(),
  ) {
    this.maxBytes = maxBytes;
    this.peer = new ScriptedPeer(new Map(files.map((kept) => [kept.id, kept])), manners);
    const owner = {
      warm: () => {
        this.isWarm = true;
      },
      ended: (why: EndReason, object?: string) => {
        this.ended = why;
        this.endedObject = object;
      },
      stalled: () => this.stalls.push(this.clock.now()),
      renew: (receipt: string | undefined) => this.renew(receipt),
      signReceipt: (totals: Totals) => Promise.resolve(JSON.stringify(totals)),
    };
    this.link = new Link(this.clock, this.peer, owner, ticket('t1', maxBytes), this.clock.now() + TEN_MINUTES);
  }

  open(): this {
    this.peer.serves(this.link);
    return this;
  }

  get(kept: ReturnType<typeof file>, originBytes: Bytes | undefined = kept.bytes, priority = 1): Fetched {
    const fetched = new Fetched(kept, originBytes, priority);
    fetched.download.from(this.link);
    return fetched;
  }

  /** Serves and passes time in small steps until `done`. */
  async run(done: () => boolean, stepMs = 5, most = 2_000): Promise<void> {
    for (let step = 0; step < most && !done(); step++) {
      await breathe();
      this.peer.serve();
      await this.clock.pass(stepMs);
    }
    await breathe();
    if (!done()) {
      throw new Error('did not come to an end');
    }
  }

  /** The receipts as the super-peer got them. */
  get receiptsHeard(): Totals[] {
    return this.peer.heardOf('receipt').map(({ jws }) => JSON.parse(jws) as Totals);
  }

  private renew(receipt: string | undefined): Promise<Renewal | undefined> {
    this.renewedWith.push(receipt === undefined ? undefined : (JSON.parse(receipt) as Totals));
    if (!this.renews) {
      return Promise.resolve(undefined);
    }
    const id = `t${++this.tickets}`;
    return Promise.resolve({ jws: id, ticket: ticket(id, this.maxBytes), expiresAt: this.clock.now() + TEN_MINUTES });
  }
}
