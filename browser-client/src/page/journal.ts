import texts from '../../../i18n/browser/en.json';

/** Every reason that `why()` can give; the words are in i18n/browser/en.json. */
export type WhyCode = keyof typeof texts;

/** Why a peer was not used, or was dropped. */
export interface Why {
  readonly code: WhyCode;
  readonly text: string;
  readonly path?: string;
  readonly at: number;
  /** How often, where the same thing happened again. */
  readonly count: number;
}

export type Source = 'peer' | 'origin';

/** Bytes of one file that reached the page, where from, and where in the file they belong. */
export interface SourceDetail {
  readonly path: string;
  readonly from: Source;
  readonly peer?: string;
  readonly offset: number;
  readonly bytes: number;
  readonly size: number;
}

/** One file and how it came. */
export interface FileStats {
  readonly path: string;
  readonly size: number;
  readonly type: string;
  peerBytes: number;
  originBytes: number;
  readonly startedAt: number;
  endedAt?: number;
  failed?: true;
}

const MAX_WHYS = 500;
const MAX_FILES = 5_000;

/** What happened on this page: files and their sources, and reasons. Tells it as events, too. */
export class Journal {
  readonly bytes = { peer: 0, origin: 0 };
  private readonly whys = new Map<string, Why>();
  private readonly records: FileStats[] = [];

  constructor(private readonly emit: (type: 'source' | 'why' | 'file', detail: unknown) => void) {}

  because(code: WhyCode, path?: string): void {
    const key = `${code} ${path ?? ''}`;
    const count = (this.whys.get(key)?.count ?? 0) + 1;
    const why: Why = { code, text: texts[code], ...(path === undefined ? {} : { path }), at: Date.now(), count };
    this.whys.delete(key);
    this.whys.set(key, why);
    const [oldest] = this.whys.keys();
    if (this.whys.size > MAX_WHYS && oldest !== undefined) {
      this.whys.delete(oldest);
    }
    this.emit('why', why);
  }

  began(path: string, size: number, type: string): FileStats {
    const file: FileStats = { path, size, type, peerBytes: 0, originBytes: 0, startedAt: performance.now() };
    this.records.push(file);
    if (this.records.length > MAX_FILES) {
      this.records.shift();
    }
    return file;
  }

  arrived(file: FileStats, from: Source, offset: number, bytes: number, peer?: string): void {
    this.bytes[from] += bytes;
    file[from === 'peer' ? 'peerBytes' : 'originBytes'] += bytes;
    const { path, size } = file;
    const detail: SourceDetail = { path, from, ...(peer === undefined ? {} : { peer }), offset, bytes, size };
    this.emit('source', detail);
  }

  finished(file: FileStats, ok: boolean): void {
    file.endedAt = performance.now();
    if (!ok) {
      file.failed = true;
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
