import type { Clock } from '../link/clock';
import type { LeaderDoor } from './leader-door';

const ORIGIN_AT_ONCE = 6;
const ORIGIN_BYTES = 512 * 1024;
const ERRANDS_AT_ONCE = 24;
const TAB_MS = 20;
const NOBODY_MS = 300;
const LONGEST_MS = 1_500;

/** How a file may go: by the leading tab, or plainly. `done` makes room for the next one. */
export interface Turn {
  readonly way: 'tab' | 'origin';
  done(): void;
}

interface Waiting {
  readonly bytes: number;
  readonly go: (turn: Turn) => void;
}

/**
 * Where files wait that a page does not need to be drawn. A browser asks for all of them before a page's first link can be
 * open, and what was asked of the origin stays there. So while a link is being opened only as many go to the origin as a browser
 * asks at once over HTTP/1.1, or half a megabyte, and more behind one that has brought more; the others wait for the link. Not for
 * long: a page whose link does not come must not notice.
 */
export class WaitingRoom {
  private readonly waiting: Waiting[] = [];
  private errands = 0;
  private readonly atOrigin = { files: 0, bytes: 0 };
  /** Bytes of what the origin has brought while files waited. */
  private brought = 0;
  private since: number | undefined;
  private cancel: () => void = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly door: LeaderDoor,
  ) {
    door.changed = () => this.changed();
  }

  /** A page is being opened. */
  visit(): void {
    this.since = undefined;
  }

  /** The turn of a file of so many `bytes`. */
  turn(bytes: number): Promise<Turn> {
    return new Promise((go) => {
      this.waiting.push({ bytes, go });
      if (this.door.hope === undefined && this.since === undefined) {
        this.door.look();
      }
      this.serve();
    });
  }

  private changed(): void {
    if (this.door.hope === 'warm' || this.door.hope === 'no') {
      this.since = undefined;
    }
    this.serve();
  }

  private serve(): void {
    this.cancel();
    for (let [next] = this.waiting; next; [next] = this.waiting) {
      const way = this.way();
      if (way === undefined) {
        // Behind a link that is open whoever is done makes room.
        this.cancel = this.since === undefined ? () => {} : this.clock.after(TAB_MS, () => this.serve());
        return;
      }
      this.waiting.shift();
      next.go(this.begin(way, next.bytes));
    }
  }

  private way(): Turn['way'] | undefined {
    const { hope } = this.door;
    if (hope === 'no' || hope === 'warm') {
      // A tab that has no link says so at once, and opens one if it may.
      return hope === 'no' || this.errands < ERRANDS_AT_ONCE ? 'tab' : undefined;
    }
    if (this.since === undefined) {
      this.since = this.clock.now();
      this.brought = 0;
    }
    const ms = this.clock.now() - this.since;
    const isFree = this.atOrigin.files < ORIGIN_AT_ONCE || this.atOrigin.bytes < ORIGIN_BYTES + this.brought / 2;
    const mayLead = hope === undefined && ms < TAB_MS;
    const isOver = ms >= (hope === undefined ? NOBODY_MS : LONGEST_MS);
    return isOver || (isFree && !mayLead) ? 'origin' : undefined;
  }

  private begin(way: Turn['way'], bytes: number): Turn {
    const count = (sign: 1 | -1) => {
      if (way === 'tab') {
        this.errands += sign;
      } else {
        this.atOrigin.files += sign;
        this.atOrigin.bytes += sign * bytes;
      }
    };
    count(1);
    let isDone = false;
    const done = () => {
      if (!isDone) {
        isDone = true;
        count(-1);
        this.brought += way === 'origin' ? bytes : 0;
        this.serve();
      }
    };
    return { way, done };
  }
}
