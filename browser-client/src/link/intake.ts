import type { Bytes } from '../bytes';
import { type DataFrame, HEADER_BYTES, readFrame } from '../wire/data-frame';
import type { Clock } from './clock';
import type { Incoming } from './incoming';
import type { Job } from './job';
import type { Latency } from './latency';
import type { OpenWants } from './open-wants';
import { PieceCheck } from './piece-check';
import type { Window } from './window';

const MAX_UNASKED_BYTES = 256 * 1024;

/** What the intake tells its link. */
export interface IntakeEvents {
  isOver(): boolean;
  /** Bytes came that were asked. */
  progress(bytes: number, priority: number): void;
  verified(incoming: Incoming): void;
  wrong(why: 'wrong-hash' | 'protocol' | 'flooded', job?: Job): void;
}

/** Takes data frames in, has whole pieces checked and gives them to their jobs; counts what was not asked or not right. */
export class Intake {
  readonly counters = { verifiedBytes: 0, verifiedPieces: 0, rejectedPieces: 0, unaskedBytes: 0 };
  private readonly check: PieceCheck;

  constructor(
    private readonly clock: Clock,
    private readonly wants: OpenWants,
    private readonly window: Window,
    private readonly latency: Latency,
    private readonly events: IntakeEvents,
  ) {
    this.check = new PieceCheck({
      isOver: () => events.isOver(),
      verified: (incoming, piece, bytes) => this.verified(incoming, piece, bytes),
      wrong: (job) => {
        this.counters.rejectedPieces++;
        events.wrong('wrong-hash', job);
      },
    });
  }

  take(buffer: ArrayBuffer): void {
    const frame = readFrame(buffer);
    if (frame === undefined) {
      this.events.wrong('protocol');
      return;
    }
    const late = this.wants.drained(frame.request);
    const incoming = this.wants.get(frame.request) ?? late;
    late?.job.wasted(frame.payload.length);
    if (incoming === undefined) {
      this.unasked(frame);
    } else {
      this.takeFor(incoming, frame);
    }
  }

  private takeFor(incoming: Incoming, frame: DataFrame): void {
    if (incoming.isFresh) {
      const ms = this.clock.now() - incoming.askedAt;
      this.window.answeredAfter(ms);
      this.latency.add(ms);
    }
    const arrival = incoming.accept(frame);
    if (arrival.is === 'unasked') {
      this.unasked(frame);
    } else if (arrival.is === 'breach') {
      this.counters.rejectedPieces += arrival.inPiece ? 1 : 0;
      this.events.wrong('protocol', incoming.job);
    } else {
      this.check.take(incoming, arrival);
      this.arrived(incoming, frame.payload.length);
    }
  }

  private arrived(incoming: Incoming, bytes: number): void {
    const now = this.clock.now();
    this.window.received(bytes, now);
    if (incoming.missing === 0) {
      incoming.doneAt = now;
      this.wants.finish(incoming);
    }
    this.events.progress(bytes, incoming.job.priority);
  }

  private verified(incoming: Incoming, piece: number, bytes: Bytes): void {
    const { job, account } = incoming;
    this.counters.verifiedPieces++;
    this.counters.verifiedBytes += bytes.length;
    account.verify(job.object, piece, bytes.length);
    job.verified(piece, bytes);
    this.events.verified(incoming);
  }

  private unasked({ payload }: DataFrame): void {
    this.counters.unaskedBytes += payload.length + HEADER_BYTES;
    if (this.counters.unaskedBytes >= MAX_UNASKED_BYTES) {
      this.events.wrong('flooded');
    }
  }
}
