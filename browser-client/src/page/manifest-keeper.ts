import type { Bytes } from '../bytes';
import { type Manifest, verifyManifest } from '../content/manifest';
import { MANIFEST_PATH, SIGNATURE_PATH } from '../content/site-path';
import { MARK } from '../tab/messages';
import type { WhyCode } from './journal';

/** Where the highest sequence that was seen is kept across visits. */
export interface SequenceStore {
  read(site: string): number;
  write(site: string, sequence: number): void;
}

/** `localStorage`, which may be forbidden; then only this visit remembers. */
export const browserSequences: SequenceStore = {
  read: (site) => {
    try {
      return Number(localStorage.getItem(`deploynet:sequence:${site}`)) || 0;
    } catch {
      return 0;
    }
  },
  write: (site, sequence) => {
    try {
      localStorage.setItem(`deploynet:sequence:${site}`, String(sequence));
    } catch {
      // Forbidden or full: the manifest still counts for this visit.
    }
  },
};

export type Fetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

/** The newest manifest of the site that counts. */
export class ManifestKeeper {
  private kept: Manifest | undefined;
  private refused: WhyCode = 'manifest-pending';
  private highest = 0;
  private loading: Promise<void> | undefined;

  constructor(
    private readonly site: string,
    private readonly sequences: SequenceStore,
    private readonly fetch: Fetch,
    private readonly because: (code: WhyCode) => void,
  ) {}

  get manifest(): Manifest | undefined {
    return this.kept;
  }

  /** Why there is no manifest. */
  get fault(): WhyCode {
    return this.refused;
  }

  /** Resolves when the manifest is here or will not be. */
  load(): Promise<void> {
    this.loading ??= this.refresh('no-cache');
    return this.loading;
  }

  /** The network knows `sequence`; a newer one is fetched. */
  async announced(sequence: number): Promise<void> {
    await this.load();
    if (this.kept !== undefined && sequence > this.kept.sequence) {
      await this.refresh('reload');
    }
  }

  private async refresh(cache: RequestCache): Promise<void> {
    const manifest = await this.fetched(cache);
    // Another tab may have seen a newer one meanwhile.
    this.highest = Math.max(this.highest, this.sequences.read(this.site));
    if (typeof manifest === 'string') {
      this.refuse(manifest);
    } else if (manifest.sequence < this.highest) {
      this.refuse('manifest-rolled-back');
    } else {
      this.kept = manifest;
      this.highest = manifest.sequence;
      this.sequences.write(this.site, manifest.sequence);
    }
  }

  private refuse(why: WhyCode): void {
    this.refused = why;
    this.because(why);
  }

  private async fetched(cache: RequestCache): Promise<Manifest | WhyCode> {
    try {
      const [body, signature] = await Promise.all([
        this.get(MANIFEST_PATH, cache).then((r) => r.arrayBuffer()),
        this.get(SIGNATURE_PATH, cache).then((r) => r.text()),
      ]);
      const bytes: Bytes = new Uint8Array(body);
      return await verifyManifest(bytes, signature, this.site, Date.now());
    } catch {
      return 'manifest-missing';
    }
  }

  private async get(path: string, cache: RequestCache): Promise<Response> {
    const response = await this.fetch(path, { cache });
    if (!response.ok) {
      throw new Error(`${path}: ${response.status}`);
    }
    if (response.headers.has(MARK)) {
      this.because('origin-down');
    }
    return response;
  }
}
