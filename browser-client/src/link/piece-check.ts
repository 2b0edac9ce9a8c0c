import type { Bytes } from '../bytes';
import { PieceLayer } from '../content/piece-layer';
import type { Arrival, Incoming } from './incoming';
import type { Job } from './job';

/** What came of a check. */
export interface CheckEvents {
  isOver(): boolean;
  verified(incoming: Incoming, piece: number, bytes: Bytes): void;
  wrong(job: Job): void;
}

/** Checks what arrives: the layer against the object's id, each piece against the layer; in order within one want. */
export class PieceCheck {
  constructor(private readonly events: CheckEvents) {}

  take(incoming: Incoming, arrival: Arrival): void {
    if (arrival.is === 'layer') {
      this.afterwards(incoming, () => this.layer(incoming.job, arrival.bytes));
    } else if (arrival.is === 'piece') {
      this.afterwards(incoming, () => this.piece(incoming, arrival.piece, arrival.bytes));
    }
    if (incoming.missing === 0) {
      // Not before: a ticket is not settled while a piece of it is being checked.
      this.afterwards(incoming, () => {
        incoming.account.openWants--;
      });
    }
  }

  private afterwards(incoming: Incoming, step: () => void | Promise<void>): void {
    incoming.checking = incoming.checking.then(step);
  }

  private async layer(job: Job, bytes: Bytes): Promise<void> {
    if (job.layer !== undefined || this.events.isOver()) {
      return;
    }
    const layer = await PieceLayer.verify(job.object, job.size, bytes);
    if (layer === undefined) {
      this.events.wrong(job);
    } else {
      job.layer ??= layer;
    }
  }

  private async piece(incoming: Incoming, piece: number, bytes: Bytes): Promise<void> {
    if (this.events.isOver()) {
      return;
    }
    if (await incoming.job.layer?.matches(piece, bytes)) {
      this.events.verified(incoming, piece, bytes);
    } else {
      this.events.wrong(incoming.job);
    }
  }
}
