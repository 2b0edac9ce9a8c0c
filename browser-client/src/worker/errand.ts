import type { Bytes } from '../bytes';
import type { Clock } from '../link/clock';
import type { FromLeader, ToLeader } from '../tab/messages';

const SILENT_MS = 600;

/** One file that the leading tab fetches for the worker. Not a word for 600 ms is as bad as its end. */
export class Errand {
  /** Whether the tab takes it over. */
  readonly taken: Promise<boolean>;
  /** Whether it has begun, and with bytes of a peer; undefined if it never does. */
  readonly begun: Promise<{ readonly verified: boolean } | undefined>;
  readonly over: Promise<void>;
  private readonly chunks: Bytes[] = [];
  private isOver = false;
  private isWhole = false;
  private wake: () => void = () => {};
  private take: (isTaken: boolean) => void = () => {};
  private begin: (begun: { verified: boolean } | undefined) => void = () => {};
  private end: () => void = () => {};
  private cancelSilence: () => void = () => {};

  constructor(
    private readonly id: number,
    private readonly clock: Clock,
    private readonly tell: (message: ToLeader) => void,
    private readonly forget: () => void,
  ) {
    this.taken = new Promise((resolve) => (this.take = resolve));
    this.begun = new Promise((resolve) => (this.begin = resolve));
    this.over = new Promise((resolve) => (this.end = resolve));
    this.wait();
  }

  hear(message: Extract<FromLeader, { id: number }>): void {
    this.wait();
    switch (message.type) {
      case 'take':
        this.take(true);
        break;
      case 'refuse':
        this.take(false);
        break;
      case 'begin':
        this.begin(message);
        break;
      case 'bytes':
        this.chunks.push(message.bytes);
        this.wake();
        break;
      case 'end':
        this.isWhole = message.ok;
        this.lost();
    }
  }

  /** The next bytes; undefined after the last ones, and then `whole` tells whether it is all of it. */
  async next(): Promise<Bytes | undefined> {
    while (this.chunks.length === 0 && !this.isOver) {
      this.wait();
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    const chunk = this.chunks.shift();
    if (chunk !== undefined) {
      this.tell({ type: 'more', id: this.id });
    }
    return chunk;
  }

  get whole(): boolean {
    return this.isWhole;
  }

  /** Nobody wants it any more. */
  stop(): void {
    if (!this.isOver) {
      this.tell({ type: 'stop', id: this.id });
      this.lost();
    }
  }

  /** Nothing more will come. */
  lost(): void {
    this.isOver = true;
    this.cancelSilence();
    this.take(false);
    this.begin(undefined);
    this.wake();
    this.forget();
    this.end();
  }

  // Only while the worker wants bytes: a page that does not read is no silence of the tab.
  private wait(): void {
    this.cancelSilence();
    if (!this.isOver) {
      this.cancelSilence = this.clock.after(SILENT_MS, () => {
        if (this.chunks.length === 0) {
          this.stop();
        }
      });
    }
  }
}
