import type { KeptObjects } from '../content/kept-objects';
import type { Manifest } from '../content/manifest';

const MOST_BYTES = 256 * 1024 * 1024;
const QUOTA_SHARE = 0.2;

/** Bounds what is kept: only what the manifest names, at most 256 MiB and a fifth of what the browser allows; oldest go first. */
export class Shelf {
  private tidying: Promise<void> = Promise.resolve();

  constructor(
    private readonly kept: KeptObjects,
    private readonly quota: () => Promise<number>,
  ) {}

  /** One after the other. */
  tidy(manifest: Manifest): Promise<void> {
    this.tidying = this.tidying.then(() => this.remove(manifest)).catch(() => {});
    return this.tidying;
  }

  private async remove(manifest: Manifest): Promise<void> {
    const sizes = new Map([...manifest.files.values()].map(({ id, size }) => [id, size]));
    let room = Math.min(MOST_BYTES, (await this.quota()) * QUOTA_SHARE);
    for (const id of (await this.kept.all()).reverse()) {
      const size = sizes.get(id) ?? Number.POSITIVE_INFINITY;
      if (size <= room) {
        room -= size;
      } else {
        await this.kept.remove(id);
      }
    }
  }
}
