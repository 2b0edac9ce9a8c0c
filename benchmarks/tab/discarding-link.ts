import type { Channels, LinkOwner } from '../../browser-client/src/link/link-owner';
import type { Ticket } from '../../browser-client/src/wire/ticket';

const HEADER_BYTES = 16;
const PIECE_BYTES = 256 * 1024;
const WANT_PIECES = 4;
const WINDOW_BYTES = 4 * 1024 * 1024;
const RECEIPT_BYTES = 1024 * 1024;
const RECEIPT_APART_MS = 100;
const HELLO = { type: 'hello', versions: [1], maxMessage: 256 * 1024, window: WINDOW_BYTES };

interface Account {
  readonly id: string;
  readonly maxBytes: number;
  asked: number;
  count: number;
  bytes: number;
}

/**
 * Takes the client's link's place in a page that measures the engine alone: it asks like a visitor and signs for what came,
 * since an engine that is not paid stops, but looks at no payload and keeps none.
 */
export class Link {
  readonly counters = { verifiedBytes: 0, verifiedPieces: 0, rejectedPieces: 0, unaskedBytes: 0 };
  readonly window = { bytesPerSecond: 0, bytes: WINDOW_BYTES };
  readonly receiptedBytes = 0;
  isUsable = false;
  private account: Account;
  private older: Account | undefined;
  private job: { object: string; pieces: number; next: number; left: number; done: () => void } | undefined;
  private requests = 0;
  private unanswered = 0;
  private signedAt = 0;
  private signedBytes = 0;
  private renewing = false;
  private readonly accountOf = new Map<number, Account>();

  constructor(
    _clock: unknown,
    private readonly channels: Channels,
    private readonly owner: LinkOwner,
    ticket: Ticket,
  ) {
    this.account = account(ticket);
  }

  start(): void {
    this.say(HELLO);
  }

  /** Resolves when all pieces of the object have come. */
  discard(object: string, bytes: number): Promise<void> {
    return new Promise((done) => {
      this.job = { object, pieces: Math.ceil(bytes / PIECE_BYTES), next: 0, left: bytes, done };
      this.ask();
    });
  }

  onControl(text: string): void {
    const message = JSON.parse(text);
    if (message.type === 'hello') {
      this.isUsable = true;
      this.owner.warm();
    } else if (message.type !== 'end') {
      throw new Error(`the engine said ${text}`);
    }
  }

  onData(frame: ArrayBuffer): void {
    const payload = frame.byteLength - HEADER_BYTES;
    const header = new DataView(frame);
    const { job } = this;
    if (job === undefined) {
      return;
    }
    job.left -= payload;
    this.unanswered -= payload;
    const account = this.accountOf.get(header.getUint32(4));
    if (account !== undefined) {
      account.bytes += payload;
      account.count += header.getUint8(1);
    }
    if (job.left <= 0) {
      this.job = undefined;
      void this.sign();
      job.done();
      return;
    }
    this.ask();
    if (this.total - this.signedBytes >= RECEIPT_BYTES && performance.now() - this.signedAt >= RECEIPT_APART_MS) {
      void this.sign();
    }
  }

  onLost(): void {
    this.owner.ended('peer-lost');
  }

  close(): void {
    this.channels.close();
  }

  async settle(): Promise<void> {}

  private get total(): number {
    return this.account.bytes + (this.older?.bytes ?? 0);
  }

  private ask(): void {
    const { job } = this;
    while (job && job.next < job.pieces && this.unanswered + WANT_PIECES * PIECE_BYTES <= WINDOW_BYTES) {
      const count = Math.min(WANT_PIECES, job.pieces - job.next);
      if (this.account.asked + count * PIECE_BYTES > this.account.maxBytes) {
        break;
      }
      const want = { request: ++this.requests, object: job.object, first: job.next, count, priority: 1, deadlineMs: 60_000 };
      this.accountOf.set(want.request, this.account);
      this.account.asked += count * PIECE_BYTES;
      this.unanswered += count * PIECE_BYTES;
      job.next += count;
      this.say({ type: 'get', wants: [want] });
    }
    if (this.account.bytes > this.account.maxBytes / 2 && !this.renewing) {
      void this.renew();
    }
  }

  private async renew(): Promise<void> {
    this.renewing = true;
    const { account } = this;
    const renewal = await this.owner.renew(await this.receipt(account));
    this.renewing = false;
    if (renewal !== undefined) {
      this.older = account;
      this.account = { id: renewal.ticket.id, maxBytes: renewal.ticket.maxBytes, asked: 0, count: 0, bytes: 0 };
      this.say({ type: 'ticket', jws: renewal.jws });
      this.signedBytes = 0;
      this.ask();
    }
  }

  private async sign(): Promise<void> {
    this.signedAt = performance.now();
    this.signedBytes = this.total;
    for (const account of [this.older, this.account]) {
      if (account !== undefined && account.bytes > 0) {
        this.say({ type: 'receipt', jws: await this.receipt(account) });
      }
    }
  }

  // Whole pieces only: what is half here is not verified anywhere.
  private receipt({ id, count, bytes }: Account): Promise<string> {
    return this.owner.signReceipt({ ticket: id, count, bytes: Math.min(bytes, count * PIECE_BYTES) });
  }

  private say(message: object): void {
    this.channels.sendControl(JSON.stringify(message));
  }
}

function account(ticket: Ticket): Account {
  return { id: ticket.id, maxBytes: ticket.maxBytes, asked: 0, count: 0, bytes: 0 };
}
