import type { WhyCode } from './journal';

const ALLOWED = 'deploynet:allowed';
const OFF_UNTIL = 'deploynet:off-until';
// As long as a message may say: a clock that was set back must not keep super-peers off for years.
const LONGEST_OFF_MS = 86_400_000;

/**
 * Whether super-peers may be used: what the visitor chose for this origin, and for how long the network's operator has switched
 * them off. In `localStorage` for the next page and the other tabs; where that is forbidden, this page alone remembers.
 */
export class Permission {
  /** The visitor's choice; undefined before there was one. */
  allowed: boolean | undefined;
  private offUntil = 0;
  private isForgotten = false;

  constructor(
    private readonly mustAsk: boolean,
    private readonly changed: () => void,
  ) {
    this.read();
    addEventListener('storage', () => {
      const { obstacle } = this;
      this.read();
      if (obstacle !== this.obstacle) {
        changed();
      }
    });
  }

  /** What forbids super-peers now. */
  get obstacle(): WhyCode | undefined {
    if (this.allowed === false) {
      return 'visitor-off';
    }
    if (this.mustAsk && !this.allowed) {
      return 'no-consent';
    }
    return Date.now() < this.offUntil ? 'switched-off' : undefined;
  }

  /** Looks again: a page that was frozen hears of nothing. */
  read(): void {
    if (this.isForgotten) {
      return;
    }
    try {
      const { [ALLOWED]: allowed, [OFF_UNTIL]: until } = localStorage;
      this.allowed = allowed === undefined ? undefined : allowed === 'true';
      this.offUntil = Math.min(Number(until) || 0, Date.now() + LONGEST_OFF_MS);
    } catch {
      // What this page knows stays.
    }
  }

  allow(allowed: boolean): void {
    this.allowed = allowed;
    this.keep(ALLOWED, allowed);
  }

  /** The server says that there are no super-peers for `ms`. */
  switchOff(ms: number): void {
    this.offUntil = Date.now() + ms;
    this.keep(OFF_UNTIL, this.offUntil);
  }

  private keep(key: string, value: boolean | number): void {
    try {
      localStorage.setItem(key, String(value));
    } catch {
      this.isForgotten = true; // forbidden or full: what is there is older
    }
    this.changed();
  }
}
