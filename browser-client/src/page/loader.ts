import type { FetchInit } from '../api';
import type { KeptObjects } from '../content/kept-objects';
import { type Entry, mayComeFromPeers } from '../content/manifest';
import { PIECE_BYTES } from '../content/pieces';
import { canonicalPath } from '../content/site-path';
import { NO_DEADLINE_MS } from '../link/job';
import type { Link } from '../link/link';
import type { PeerRoad } from '../road/peer-road';
import { type Hope, PAST_WORKER } from '../tab/messages';
import { Download } from './download';
import { Duplicates } from './duplicates';
import { Hedge } from './hedge';
import type { FileRecord, Journal, WhyCode } from './journal';
import type { Fetch, ManifestKeeper } from './manifest-keeper';
import { fromOrigin, type Passage, piecesFromOrigin } from './origin';

/** What the links that there are bring within a second is not worth another one, nor is so little. In bytes. */
const LITTLE_BYTES = 2 * 1024 * 1024;

export interface LoaderParts {
  readonly keeper: ManifestKeeper;
  /** Undefined where peers cannot be used at all. */
  readonly road: PeerRoad | undefined;
  readonly journal: Journal;
  readonly fetch: Fetch;
  readonly base: string;
  /** How long a page that says so waits for the first link. */
  readonly waitMs: number;
  /** What forbids peers just now. */
  readonly obstacle: () => WhyCode | undefined;
  readonly kept: KeptObjects | undefined;
}

const LEAST_URGENT = 2;

/** Decides for each request where its file comes from. The origin is always the way out. */
export class Loader {
  /** Paths whose file at the origin is not the manifest's, and the sequence for which that was seen. */
  private readonly edited = new Map<string, number>();
  readonly duplicates: Duplicates;
  /** Answers whose every byte was checked before it was released. */
  readonly verified = new WeakSet<Response>();
  private readonly origin: Fetch;
  private readonly downloads = new Set<Download>();

  constructor(private readonly parts: LoaderParts) {
    const { journal, fetch } = parts;
    this.duplicates = new Duplicates(() => journal.bytes.peer + journal.bytes.origin);
    this.origin = (asked) => {
      const request = asked as Request;
      return fetch(new Request(request.url.replace(/#.*/, '') + PAST_WORKER, request));
    };
  }

  /** Whether files may come from peers now, or soon. */
  get hope(): Hope {
    const { road, keeper, obstacle, waitMs } = this.parts;
    if (!road || obstacle() || !/warm|connecting/.test(road.state)) {
      return 'no';
    }
    return road.state === 'warm' && keeper.manifest ? 'warm' : waitMs ? 'wait' : 'soon';
  }

  /** When the manifest is here, or is known not to come. */
  get known(): Promise<unknown> {
    return this.parts.keeper.load();
  }

  /** Whether a peer would be asked for `url` now. */
  wouldUsePeer(url: string): boolean {
    const { road, obstacle } = this.parts;
    const path = road && this.eligiblePath(new Request(url));
    road?.warm();
    return path !== undefined && typeof this.listed(path) !== 'string' && !obstacle() && !!road?.links.length;
  }

  /** As `fetch`, for the worker, which keeps files itself. */
  forWorker(url: string, signal: AbortSignal): Promise<Response> {
    const request = new Request(url, { signal });
    const path = this.eligiblePath(request) ?? '';
    const listed = this.listed(path);
    return typeof listed === 'string' ? this.plain(request, path, listed) : this.load(request, path, listed, false);
  }

  async fetch(input: RequestInfo | URL, init?: FetchInit): Promise<Response> {
    const request = new Request(input instanceof Request ? input : new URL(input, this.parts.base), init);
    const path = this.parts.road && this.eligiblePath(request);
    if (path === undefined) {
      return this.parts.fetch(request);
    }
    await this.wait();
    const listed = this.listed(path);
    return typeof listed === 'string'
      ? this.plain(request, path, listed)
      : this.load(request, path, listed, true, init);
  }

  /** Whether a file would come from a peer now; waits where the page asked to. */
  async mayUsePeer(url: string): Promise<Entry | undefined> {
    const path = this.parts.road && this.eligiblePath(new Request(new URL(url, this.parts.base)));
    if (path === undefined) {
      return undefined;
    }
    await this.wait();
    const listed = this.listed(path);
    if (typeof listed === 'string') {
      this.parts.journal.because(listed, path);
      return undefined;
    }
    return this.usableLinks(path).length > 0 ? listed : undefined;
  }

  /** A further link: what is under way comes over it, too. */
  joined(link: Link): void {
    for (const download of this.underWay()) {
      download.from(link);
    }
  }

  /** A file that the browser itself fetches from the origin. */
  async loadedDirectly(url: string): Promise<void> {
    await this.parts.keeper.load();
    const path = this.eligiblePath(new Request(new URL(url, this.parts.base)));
    const entry = path === undefined ? undefined : this.parts.keeper.manifest?.files.get(path);
    if (path !== undefined && entry !== undefined) {
      const file = this.parts.journal.began(path, entry.size, entry.type);
      this.parts.journal.arrived(file, 'origin', 0, entry.size);
      this.parts.journal.finished(file);
    }
  }

  private async wait(): Promise<void> {
    const { keeper, road, waitMs, obstacle } = this.parts;
    const isAllowed = obstacle() === undefined;
    if (isAllowed) {
      road?.warm();
      void keeper.load();
    }
    if (waitMs > 0 && road !== undefined && isAllowed) {
      await Promise.all([keeper.load(), road.settled(waitMs)]);
    }
  }

  private eligiblePath(request: Request): string | undefined {
    const url = new URL(request.url);
    const isWhole = request.method === 'GET' && url.search === '' && !request.headers.has('Range');
    const path = url.origin === new URL(this.parts.base).origin && isWhole ? canonicalPath(url.pathname) : undefined;
    if (path === undefined) {
      this.parts.journal.because('not-eligible', url.pathname);
    }
    return path;
  }

  private listed(path: string): Entry | WhyCode {
    const { manifest } = this.parts.keeper;
    const entry = manifest?.files.get(path);
    if (manifest === undefined) {
      return this.parts.keeper.fault;
    }
    if (entry === undefined) {
      return 'not-listed';
    }
    if (this.edited.get(path) === manifest.sequence) {
      return 'origin-differs';
    }
    return mayComeFromPeers(entry, manifest) ? entry : 'not-eligible-type';
  }

  private usableLinks(path: string): Link[] {
    const { road, journal, obstacle } = this.parts;
    const obstacleNow = obstacle();
    const links = obstacleNow === undefined && road ? road.links : [];
    if (road !== undefined && links.length === 0) {
      journal.because(obstacleNow ?? road.reason, path, road.figures);
    }
    return links;
  }

  private underWay(): Download[] {
    return [...this.downloads].filter(({ left }) => left > 0);
  }

  private widen(): void {
    const { road } = this.parts;
    // At each piece: most of the time there is nothing to decide.
    if (!road?.mayOpenMore) {
      return;
    }
    const left = this.underWay().reduce((sum, download) => sum + download.left, 0);
    const rate = road.links.reduce((sum, { window }) => sum + window.bytesPerSecond, 0);
    if (left > LITTLE_BYTES && left > rate) {
      road.more();
    }
  }

  private async plain(request: Request, path: string, why: WhyCode): Promise<Response> {
    const { keeper, journal } = this.parts;
    journal.because(why, path);
    const entry = keeper.manifest?.files.get(path);
    return entry === undefined ? this.origin(request) : this.whole(request, path, entry);
  }

  private async load(
    request: Request,
    path: string,
    entry: Entry,
    isKept: boolean,
    { priority, deadlineMs = NO_DEADLINE_MS }: FetchInit = {},
  ): Promise<Response> {
    const kept = isKept && (await this.parts.kept?.find(entry));
    if (kept) {
      this.parts.journal.fromKept(path, entry);
      return this.answer(request, kept);
    }
    if (deadlineMs <= 0) {
      this.parts.journal.because('overdue', path, { ms: 0 });
      return this.whole(request, path, entry);
    }
    const links = this.usableLinks(path);
    if (links.length === 0) {
      return this.whole(request, path, entry);
    }
    const file = this.parts.journal.began(path, entry.size, entry.type);
    const hedge = new Hedge(this.origin, request);
    const urgency = priority === 'high' ? 0 : priority === 'low' ? LEAST_URGENT : priorityOf(entry);
    const wholeMs = Math.min(NO_DEADLINE_MS, Math.ceil(deadlineMs) || NO_DEADLINE_MS);
    const download = this.newDownload(request, path, entry, file, hedge, isKept, urgency, wholeMs);
    if (download.isUrgent && !this.duplicates.allow(0)) {
      this.parts.journal.because('origin-first', path, { bytes: this.duplicates.bytes });
      return this.whole(request, path, entry, file);
    }
    request.signal.addEventListener('abort', () => download.abort(request.signal.reason), { once: true });
    for (const link of links) {
      download.from(link);
    }
    this.downloads.add(download);
    void download.started.then((start) => start === 'nothing' && this.downloads.delete(download));
    this.widen();
    const first = await Promise.race([download.started, hedge.won]);
    if (first instanceof Response && download.giveUp()) {
      this.parts.journal.because('overtaken', path);
      return this.whole(request, path, entry, file, first);
    }
    const start = await download.started;
    if (start === 'nothing') {
      return this.whole(request, path, entry, file, await hedge.answer);
    }
    hedge.stop();
    request.signal.throwIfAborted();
    const headers = { 'Content-Type': entry.type, 'Content-Length': String(entry.size) };
    return this.answer(request, new Response(start.body, { status: 200, statusText: 'OK', headers }));
  }

  private answer(request: Request, response: Response): Response {
    Object.defineProperty(response, 'url', { value: request.url });
    this.verified.add(response);
    return response;
  }

  private newDownload(
    request: Request,
    path: string,
    entry: Entry,
    file: FileRecord,
    hedge: Hedge,
    isKept: boolean,
    priority: number,
    deadlineMs: number,
  ): Download {
    const { journal, kept } = this.parts;
    const download = new Download(
      entry,
      priority,
      {
        fromPeer: (piece, bytes, peer) => {
          journal.arrived(file, 'peer', piece * PIECE_BYTES, bytes, peer);
          this.widen();
        },
        fromOrigin: (piece, bytes) => journal.arrived(file, 'origin', piece * PIECE_BYTES, bytes),
        dropped: (why, ms) => journal.because(why, path, ms === undefined ? {} : { ms }),
        twice: (bytes) => this.duplicates.add(bytes),
        late: (ms) => {
          if (this.duplicates.allow(entry.size)) {
            journal.because('hedged', path, { ms });
            hedge.ask();
          } else {
            journal.because('late', path, { ms, bytes: this.duplicates.bytes });
            download.giveUp();
          }
        },
        rest: async (layer, first, take) => {
          const isWhole = await piecesFromOrigin(this.origin, request, entry, layer, first, take);
          if (!isWhole) {
            this.differs(path);
          }
          return isWhole;
        },
        finished: (trouble) => {
          this.downloads.delete(download);
          journal.finished(file, trouble);
        },
        ...(isKept && kept?.isFor(entry) ? { whole: (pieces) => void kept.put(entry, new Blob(pieces)) } : {}),
      },
      deadlineMs,
    );
    return download;
  }

  private whole(
    request: Request,
    path: string,
    entry: Entry,
    begun?: FileRecord,
    answer?: Response,
  ): Promise<Response> {
    const { journal, kept } = this.parts;
    const file = begun ?? journal.began(path, entry.size, entry.type);
    const passage: Passage = {
      bytes: (offset, count) => journal.arrived(file, 'origin', offset, count),
      done: (isRight) => {
        if (!isRight) {
          this.differs(path);
        }
        journal.finished(file);
      },
      failed: () => journal.finished(file, request.signal.aborted ? 'aborted' : 'failed'),
      ...(kept?.isFor(entry) ? { whole: (chunks) => void kept.put(entry, new Blob(chunks)) } : {}),
    };
    return fromOrigin(answer ? () => Promise.resolve(answer) : this.origin, request, entry, passage);
  }

  private differs(path: string): void {
    const { keeper, journal } = this.parts;
    if (keeper.manifest !== undefined) {
      this.edited.set(path, keeper.manifest.sequence);
      journal.because('origin-differs', path);
    }
  }
}

// What a page cannot be drawn without comes first.
function priorityOf(entry: Entry): number {
  if (/css|javascript|font|html/i.test(entry.type)) {
    return 0;
  }
  return entry.type.startsWith('image/') ? 1 : LEAST_URGENT;
}
