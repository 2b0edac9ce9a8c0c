import type { Ticket } from '../wire/ticket';

/** The totals a receipt for one ticket says. */
export interface Totals {
  readonly ticket: string;
  readonly count: number;
  readonly bytes: number;
}

/** What was asked and verified under one ticket; piece payload only. */
export class Account {
  asked = 0;
  openWants = 0;
  private count = 0;
  private bytes = 0;
  private receipted = 0;
  private readonly askedPieces = new Set<string>();
  private readonly verifiedPieces = new Set<string>();

  constructor(
    readonly id: string,
    readonly maxBytes: number,
    readonly expiresAt: number,
  ) {}

  get verified(): number {
    return this.bytes;
  }

  get unreceipted(): number {
    return this.bytes - this.receipted;
  }

  ask(object: string, first: number, count: number, bytes: number): void {
    for (let piece = first; piece < first + count; piece++) {
      this.askedPieces.add(`${object}:${piece}`);
    }
    this.asked += bytes;
    this.openWants++;
  }

  /** How many of these pieces, from the first one on, were not asked yet. */
  unasked(object: string, first: number, count: number): number {
    let found = 0;
    while (found < count && !this.askedPieces.has(`${object}:${first + found}`)) {
      found++;
    }
    return found;
  }

  /** Each piece counts once per ticket. */
  verify(object: string, piece: number, bytes: number): void {
    const key = `${object}:${piece}`;
    if (!this.verifiedPieces.has(key)) {
      this.verifiedPieces.add(key);
      this.count++;
      this.bytes += bytes;
    }
  }

  /** The totals as of now; what they cover is not unreceipted any more. */
  receipt(): Totals {
    this.receipted = this.bytes;
    return this.totals();
  }

  totals(): Totals {
    return { ticket: this.id, count: this.count, bytes: this.bytes };
  }
}

/**
 * The tickets of one link. A want counts on the ticket that was current when it was asked, also when a newer one has come
 * since; never is more asked than a ticket allows.
 */
export class TicketBook {
  private readonly older: Account[] = [];
  private account: Account;
  private forgotten = 0;

  constructor(first: Ticket, expiresAt: number) {
    this.account = new Account(first.id, first.maxBytes, expiresAt);
  }

  get current(): Account {
    return this.account;
  }

  renew(ticket: Ticket, expiresAt: number): void {
    this.forgetSettled();
    this.older.push(this.account);
    this.account = new Account(ticket.id, ticket.maxBytes, expiresAt);
  }

  /** Bytes that may still be asked under the current ticket. */
  left(now: number): number {
    return now < this.account.expiresAt ? this.account.maxBytes - this.account.asked : 0;
  }

  get unreceipted(): number {
    return this.all().reduce((sum, account) => sum + account.unreceipted, 0);
  }

  /** Payload that receipts have been written for, under all tickets. */
  get receipted(): number {
    return this.forgotten + this.all().reduce((sum, account) => sum + account.verified - account.unreceipted, 0);
  }

  /** The receipts that say something new. */
  due(): Totals[] {
    return this.all()
      .filter((account) => account.unreceipted > 0)
      .map((account) => account.receipt());
  }

  private all(): Account[] {
    return [...this.older, this.account];
  }

  private forgetSettled(): void {
    const isOpen = (account: Account) => account.openWants > 0 || account.unreceipted > 0;
    const settled = this.older.filter((account) => !isOpen(account));
    this.forgotten += settled.reduce((sum, account) => sum + account.verified, 0);
    this.older.splice(0, this.older.length, ...this.older.filter(isOpen));
  }
}
