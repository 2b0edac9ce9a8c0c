import type { Bytes } from '../bytes';
import type { PieceLayer } from '../content/piece-layer';
import type { DropReason, Job, Run } from '../link/job';
import type { Link } from '../link/link';
import type { Download } from './download';

/** What one link does for a download: it asks for the next pieces whenever it has room, and gives back what it did not bring. */
export class Share implements Job {
  readonly object: string;
  readonly size: number;
  readonly priority: number;
  readonly isUrgent: boolean;
  readonly deadlineMs: number;
  /** Pieces that were asked of this link and are not here. */
  readonly owed = new Set<number>();

  constructor(
    private readonly whole: Download,
    readonly link: Link,
  ) {
    this.object = whole.object;
    this.size = whole.size;
    this.priority = whole.priority;
    this.isUrgent = whole.isUrgent;
    this.deadlineMs = whole.deadlineMs;
  }

  get layer(): PieceLayer | undefined {
    return this.whole.layer;
  }

  set layer(layer: PieceLayer | undefined) {
    this.whole.layer = layer;
    this.whole.pull();
  }

  next(maxBytes: number): Run | undefined {
    return this.whole.next(maxBytes, this);
  }

  asked(run: Run): void {
    for (let piece = run.first; piece < run.first + run.count; piece++) {
      this.owed.add(piece);
    }
    this.whole.asked(run, this);
  }

  verified(piece: number, bytes: Bytes): void {
    this.owed.delete(piece);
    this.whole.verified(piece, bytes, this.link.peer);
  }

  wasted(bytes: number): void {
    this.whole.wasted(bytes);
  }

  late(ms: number): void {
    this.whole.late(ms);
  }

  overdue(): void {
    this.whole.overdue();
  }

  dropped(why: DropReason, ms?: number): void {
    this.whole.lost(this, why, ms);
  }
}
