import type { Clock } from '../link/clock';
import type { LeaderDoor } from './leader-door';
import { Pace } from './pace';

const ORIGIN_AT_ONCE = 6;
const ORIGIN_BYTES = 512 * 1024;
const ERRANDS_AT_ONCE = 24;
/** What a link owes at most before it has shown how fast it is, and in milliseconds of its rate from then on. */
const FIRST_BYTES = 256 * 1024;
const OWED_MS = 500;
/** Of its rate, in milliseconds, what the origin owes beside a link so that its line is busy; not below `ORIGIN_BYTES`. */
const BUSY_MS = 300;
/** Bytes a second: a link that brings as much gets all, and no origin counts as faster. */
const FAST = 2_500_000;
/** How long a link is left alone that has brought nothing of what it was asked. */
const REST_MS = 1_000;
const TAB_MS = 20;
const NOBODY_MS = 300;
const LONGEST_MS = 1_500;
// Where the origin is down: as long as a link may take to be opened, and a page's script to run.
const DOWN_LONGEST_MS = 12_000;
const DOWN_NOBODY_MS = 3_000;

/** How a file may go: by the leading tab, or plainly. */
export interface Turn {
  readonly way: 'tab' | 'origin';
  /** So many bytes of it have come. */
  got(bytes: number): void;
  /** It has come, or does not: room for the next one. */
  done(): void;
  /** The tab does not bring it from a peer. */
  failed(): void;
}

interface Waiting {
  readonly bytes: number;
  readonly go: (turn: Turn) => void;
}

/**
 * Where files wait that a page does not need to be drawn. A browser asks for all of them before a page's first link can be
 * open, and what was asked of the origin stays there. So while a link is being opened only as many go to the origin as a browser
 * asks at once over HTTP/1.1, or half a megabyte, and more behind one that has brought more; the others wait for the link. Not for
 * long: a page whose link does not come must not notice. Nor must one whose link is worth nothing: it is asked for little before it
 * has brought something, then for half a second of what it brings. Where that is slow the origin goes on as well, and the link gets
 * only what it brings long before the origin would have brought all.
 */
export class WaitingRoom {
  private readonly waiting: Waiting[] = [];
  private waitingBytes = 0;
  private errands = 0;
  private link: Pace;
  private readonly origin: Pace;
  private readonly atOrigin = { files: 0, bytes: 0 };
  /** Bytes of what the origin has brought while files waited. */
  private brought = 0;
  private since: number | undefined;
  /** This page's link did not come: nothing waits for the next try. */
  private isHopeless = false;
  /** The site says that files are to wait for the link. */
  private prefersLink = false;
  private restsUntil = 0;
  private cancel: () => void = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly door: LeaderDoor,
    /** Whether all files wait for a link, since the origin is down. */
    private readonly isDown: () => boolean = () => false,
  ) {
    this.link = new Pace(clock);
    this.origin = new Pace(clock);
    door.changed = () => this.changed();
  }

  /** A page is being opened. */
  visit(): void {
    this.since = undefined;
    this.isHopeless = false;
  }

  /** The turn of a file of so many `bytes`. */
  turn(bytes: number): Promise<Turn> {
    return new Promise((go) => {
      this.waiting.push({ bytes, go });
      this.waitingBytes += bytes;
      if (this.door.hope === undefined && this.since === undefined) {
        this.door.look();
      }
      this.serve();
    });
  }

  private changed(): void {
    const { hope } = this.door;
    if (hope === 'warm' || hope === 'no') {
      this.since = undefined;
    }
    if (hope === 'warm') {
      this.link = new Pace(this.clock);
      this.restsUntil = 0;
    }
    this.prefersLink = hope === 'wait' || (this.prefersLink && hope === 'warm');
    this.isHopeless = hope === 'no' || (this.isHopeless && hope !== 'warm' && hope !== undefined);
    this.serve();
  }

  private serve(): void {
    this.cancel();
    for (let [next] = this.waiting; next; [next] = this.waiting) {
      const way = this.way(next.bytes);
      if (way === undefined) {
        this.cancel = this.clock.after(TAB_MS, () => this.serve());
        return;
      }
      this.waiting.shift();
      this.waitingBytes -= next.bytes;
      next.go(this.begin(way, next.bytes));
    }
  }

  private way(bytes: number): Turn['way'] | undefined {
    const { hope } = this.door;
    if (hope === 'no' || this.isHopeless) {
      return 'tab'; // which says at once that it has no link, and opens one if it may
    }
    if (hope === 'warm') {
      return this.besideLink(bytes);
    }
    if (this.since === undefined) {
      this.since = this.clock.now();
      this.brought = 0;
    }
    const ms = this.clock.now() - this.since;
    const mayLead = hope === undefined && ms < TAB_MS;
    const [nobodyMs, longestMs] = this.isDown() ? [DOWN_NOBODY_MS, DOWN_LONGEST_MS] : [NOBODY_MS, LONGEST_MS];
    const isOver = ms >= (hope === undefined ? nobodyMs : longestMs);
    const mayGo = this.isOriginFree && !mayLead && !this.prefersLink;
    return isOver || mayGo ? 'origin' : undefined;
  }

  private besideLink(bytes: number): Turn['way'] | undefined {
    const rate = this.link.bytesPerSecond;
    const origins = Math.min(FAST, this.origin.bytesPerSecond);
    const isSlow = rate < Math.min(FAST, 2 * origins || FAST);
    if (
      this.mayAskLink(bytes, rate) &&
      (rate === 0 || !isSlow || this.isDown() || this.isSooner(bytes, rate, origins))
    ) {
      return 'tab';
    }
    const mayProve = this.prefersLink && rate === 0 && this.link.owed > 0;
    return isSlow && this.isOriginIdle(origins) && !mayProve ? 'origin' : undefined;
  }

  private isOriginIdle(rate: number): boolean {
    return rate > 0 ? this.origin.owed < Math.max(ORIGIN_BYTES, (rate * BUSY_MS) / 1_000) : this.isOriginFree;
  }

  private mayAskLink(bytes: number, rate: number): boolean {
    const { owed } = this.link;
    const most = rate > 0 ? (rate * OWED_MS) / 1_000 : FIRST_BYTES;
    const isResting = rate === 0 && this.clock.now() < this.restsUntil;
    return this.errands < ERRANDS_AT_ONCE && !isResting && (owed <= 0 || owed + bytes <= most);
  }

  /** Whether the link brings it in half of the time in which the origin would have brought all that is left: rates change. */
  private isSooner(bytes: number, rate: number, origins: number): boolean {
    return 2 * (this.link.owed + bytes) * origins <= (this.waitingBytes + this.origin.owed) * rate;
  }

  private get isOriginFree(): boolean {
    const hasRoom = this.atOrigin.files < ORIGIN_AT_ONCE || this.atOrigin.bytes < ORIGIN_BYTES + this.brought / 2;
    return hasRoom && !this.isDown();
  }

  private begin(way: Turn['way'], bytes: number): Turn {
    const pace = way === 'tab' ? this.link : this.origin;
    const count = (sign: 1 | -1) => {
      if (way === 'tab') {
        this.errands += sign;
      } else {
        this.atOrigin.files += sign;
        this.atOrigin.bytes += sign * bytes;
      }
    };
    count(1);
    pace.asked(bytes);
    let left = bytes;
    const settle = (less: number) => {
      pace.settle(less);
      left -= less;
    };
    let isDone = false;
    const got = (more: number) => {
      pace.got(more);
      settle(Math.min(more, left));
      this.serve();
    };
    const done = () => {
      if (!isDone) {
        isDone = true;
        count(-1);
        settle(left);
        this.brought += way === 'origin' ? bytes : 0;
        this.serve();
      }
    };
    const failed = () => {
      this.restsUntil = this.clock.now() + REST_MS;
      done();
    };
    return { way, got, done, failed };
  }
}
