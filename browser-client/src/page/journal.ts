import type texts from '../../../i18n/browser/en.json';
import type { FileStats, Source, SourceDetail, Why } from '../api';
import type { Entry } from '../content/manifest';

/** Every reason that `why()` can give; the words are in i18n/browser/en.json. */
export type WhyCode = keyof typeof texts;

/** A file whose story goes on. */
export type FileRecord = { -readonly [K in keyof FileStats]: FileStats[K] };

const MAX_WHYS = 500;
const MAX_FILES = 5_000;

/** What happened on this page: files and their sources, and reasons. Tells it as events, too. */
export class Journal {
  readonly bytes = { peer: 0, origin: 0, kept: 0 };
  private readonly whys = new Map<string, Why>();
  private readonly records: FileRecord[] = [];

  constructor(private readonly emit: (type: 'source' | 'why' | 'file', detail: unknown) => void) {}

  /** `figures` fill the places in the words for it. */
  because(code: WhyCode, path?: string, figures: Readonly<Record<string, number>> = {}): void {
    const key = `${code} ${path ?? ''}`;
    const count = (this.whys.get(key)?.count ?? 0) + 1;
    const why: Why = { code, figures, ...(path === undefined ? {} : { path }), at: Date.now(), count };
    this.whys.delete(key);
    this.whys.set(key, why);
    const [oldest] = this.whys.keys();
    if (this.whys.size > MAX_WHYS && oldest !== undefined) {
      this.whys.delete(oldest);
    }
    this.emit('why', why);
  }

  began(path: string, size: number, type: string): FileRecord {
    const file: FileRecord = {
      path,
      size,
      type,
      peerBytes: 0,
      originBytes: 0,
      keptBytes: 0,
      startedAt: performance.now(),
    };
    this.records.push(file);
    if (this.records.length > MAX_FILES) {
      this.records.shift();
    }
    return file;
  }

  arrived(file: FileRecord, from: Source, offset: number, bytes: number, peer?: string): void {
    this.bytes[from] += bytes;
    file[`${from}Bytes`] += bytes;
    const { path, size } = file;
    const detail: SourceDetail = { path, from, ...(peer === undefined ? {} : { peer }), offset, bytes, size };
    this.emit('source', detail);
  }

  /** A file that this browser kept from before. */
  fromKept(path: string, { size, type }: Entry): void {
    const file = this.began(path, size, type);
    this.arrived(file, 'kept', 0, size);
    this.finished(file);
  }

  finished(file: FileRecord, trouble?: 'failed' | 'aborted'): void {
    file.endedAt = performance.now();
    if (trouble) {
      file[trouble] = true;
    }
    this.emit('file', { ...file });
  }

  reasons(): Why[] {
    return [...this.whys.values()];
  }

  files(): FileStats[] {
    return this.records.map((file) => ({ ...file }));
  }
}
