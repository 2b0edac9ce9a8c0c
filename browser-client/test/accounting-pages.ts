import { SessionKey } from '../src/key/session-key';
import { Link } from '../src/link/link';
import type { EndReason, Renewal } from '../src/link/link-owner';
import type { Totals } from '../src/link/tickets';
import { Download } from '../src/page/download';
import type { Ticket } from '../src/wire/ticket';
import { breathe, ManualClock } from './manual-clock';

/*
 * The pages of many visits, for the proof that page, receipts and ledger agree: real links, wants, checks and receipts, driven
 * over standard input by AccountingTest of peer-engine. Each message has a length (u32), a kind (one letter), the number of
 * its visit (u32) and a body; nothing happens before `T`, which lets time pass and everything that was told take effect.
 */

const TEN_MINUTES = 600_000;
const HEADER_BYTES = 5;
const clock = new ManualClock();
const key = await SessionKey.generate();
const visits = new Map<number, Visit>();

function tell(kind: string, visit: number, body: string): void {
  const text = Buffer.from(body);
  const head = Buffer.alloc(4 + HEADER_BYTES);
  head.writeUInt32BE(HEADER_BYTES + text.length);
  head.write(kind, 4, 'latin1');
  head.writeUInt32BE(visit, 5);
  process.stdout.write(Buffer.concat([head, text]));
}

class Visit {
  private readonly link: Link;
  private readonly downloads = new Map<number, Download>();
  private readonly totals = new Map<string, Totals>();
  private renewed: (renewal: Renewal | undefined) => void = () => {};

  constructor(
    private readonly id: number,
    first: Ticket,
  ) {
    const channels = {
      sendControl: (text: string) => tell('c', id, text),
      drained: () => Promise.resolve(),
      close: () => {},
    };
    const owner = {
      warm: () => {},
      stalled: () => {},
      ended: (why: EndReason) => tell('e', id, why),
      renew: (receipt: string | undefined) => {
        tell('r', id, receipt ?? '');
        return new Promise<Renewal | undefined>((resolve) => {
          this.renewed = resolve;
        });
      },
      signReceipt: (totals: Totals) => {
        this.totals.set(totals.ticket, totals);
        return key.signReceipt(totals);
      },
    };
    this.link = new Link(clock, channels, owner, first, clock.now() + TEN_MINUTES);
    this.link.start();
  }

  fetch(job: number, object: string, size: number): void {
    const download = new Download({ id: object, size, type: 'application/octet-stream' }, job % 3, {
      fromPeer: () => {},
      fromOrigin: () => {},
      dropped: () => {},
      late: () => {},
      twice: () => {},
      // The origin has no part in these visits: what the peer does not bring is not fetched.
      rest: () => Promise.resolve(false),
      finished: () => this.done(job),
    });
    this.downloads.set(job, download);
    void this.read(job, download);
    download.from(this.link);
  }

  giveUp(job: number): void {
    const download = this.downloads.get(job);
    if (download !== undefined && !download.giveUp()) {
      download.abort();
    }
  }

  renewal(json: string): void {
    const answer = JSON.parse(json) as { jws: string; ticket: Ticket } | null;
    this.renewed(answer === null ? undefined : { ...answer, expiresAt: clock.now() + TEN_MINUTES });
  }

  control(text: string): void {
    this.link.onControl(text);
  }

  data(bytes: Buffer): void {
    const copy = new Uint8Array(bytes);
    this.link.onData(copy.buffer);
  }

  settle(): void {
    void this.link.settle();
  }

  lost(): void {
    this.link.onLost();
  }

  /** What it signs for at the end is what it counted, also where nobody hears it any more. */
  async count(): Promise<void> {
    await this.link.settle();
    await breathe();
    const { verifiedBytes } = this.link.counters;
    tell('q', this.id, JSON.stringify({ verifiedBytes, totals: [...this.totals.values()] }));
  }

  private async read(job: number, download: Download): Promise<void> {
    const start = await download.started;
    if (start !== 'nothing') {
      const reader = start.body.getReader();
      try {
        for (let { done } = await reader.read(); !done; { done } = await reader.read()) {
          // A page takes what it gets.
        }
      } catch {
        // The rest did not come.
      }
    }
    this.done(job);
  }

  private done(job: number): void {
    if (this.downloads.delete(job)) {
      tell('f', this.id, String(job));
    }
  }
}

async function take(kind: string, id: number, body: Buffer): Promise<void> {
  const text = kind === 'D' ? '' : body.toString();
  const visit = visits.get(id);
  switch (kind) {
    case 'O':
      visits.set(id, new Visit(id, JSON.parse(text) as Ticket));
      break;
    case 'C':
      visit?.control(text);
      break;
    case 'D':
      visit?.data(body);
      break;
    case 'J': {
      const [job, object, size] = text.split(' ');
      visit?.fetch(Number(job), object ?? '', Number(size));
      break;
    }
    case 'G':
      visit?.giveUp(Number(text));
      break;
    case 'N':
      visit?.renewal(text);
      break;
    case 'S':
      visit?.settle();
      break;
    case 'L':
      visit?.lost();
      break;
    case 'Q':
      await visit?.count();
      visits.delete(id);
      break;
    case 'T':
      await breathe();
      await clock.pass(Number(text));
      tell('d', 0, '');
      break;
    default:
      throw new Error(`unknown message ${kind}`);
  }
}

tell('k', 0, JSON.stringify(key.publicKey));
let rest: Buffer = Buffer.alloc(0);
for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
  rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
  while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE()) {
    const length = rest.readUInt32BE();
    const message = rest.subarray(4, 4 + length);
    rest = rest.subarray(4 + length);
    await take(message.toString('latin1', 0, 1), message.readUInt32BE(1), message.subarray(HEADER_BYTES));
  }
}
