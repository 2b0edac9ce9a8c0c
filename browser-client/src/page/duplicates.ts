import { PIECE_BYTES } from '../content/pieces';

const SHARE = 0.05;

/** What was fetched from both sources at once: at most 5 % of what the page got, and one piece. In bytes. */
export class Duplicates {
  private spent = 0;

  constructor(private readonly got: () => number) {}

  get bytes(): number {
    return this.spent;
  }

  allow(more: number): boolean {
    return this.spent + more <= this.got() * SHARE + PIECE_BYTES;
  }

  add(bytes: number): void {
    this.spent += bytes;
  }
}
