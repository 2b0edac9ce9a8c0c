import type { Clock } from '../link/clock';
import type {
  HlsCallbacks,
  HlsContext,
  HlsLoader,
  HlsLoaderClass,
  HlsLoaderConfig,
  HlsResponse,
  HlsRetry,
  HlsStats,
} from './api';
import type { Asker } from './asker';
import { AT_START, type Player, wishAt } from './wish';

/** What hls.js says of a fragment beside its address. An initialization segment has no place on the timeline. */
interface Fragment {
  readonly start: number;
  readonly sn: number | 'initSegment';
}

interface Job<C> {
  readonly context: C;
  readonly config: HlsLoaderConfig;
  readonly callbacks: HlsCallbacks<C>;
}

/** What the loaders of one player share. */
export interface HlsParts {
  readonly asker: Asker;
  readonly player: Player;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
}

/** A loader for the player of `parts`. */
export function hlsLoaderFor<C extends HlsContext>(parts: HlsParts): HlsLoaderClass<C> {
  return class extends SegmentLoader<C> {
    constructor() {
      super(parts);
    }
  };
}

/**
 * Loads one file for hls.js, as its own fetch loader does, with fragments by way of DeployNet. Byte ranges, playlists and keys
 * are fetched plainly: the first have no manifest of their own, the others may change while the film runs.
 */
class SegmentLoader<C extends HlsContext> implements HlsLoader<C> {
  context: C | null = null;
  stats: HlsStats = newStats();
  private job: Job<C> | undefined;
  private attempt = new AbortController();
  private response: Response | null = null;
  private cancelTimer: () => void = () => {};

  constructor(private readonly parts: HlsParts) {}

  load(context: C, config: HlsLoaderConfig, callbacks: HlsCallbacks<C>): void {
    if (this.stats.loading.start > 0) {
      throw new Error('a loader can only be used once');
    }
    this.stats.loading.start = this.parts.clock.now();
    this.context = context;
    this.job = { context, config, callbacks };
    void this.run(this.job);
  }

  abort(): void {
    const { job } = this;
    this.stop();
    job?.callbacks.onAbort?.(this.stats, job.context, this.response);
  }

  destroy(): void {
    this.stop();
    this.job = undefined;
    this.context = null;
  }

  getCacheAge(): number | null {
    const age = this.response?.headers.get('age');
    return age ? Number.parseFloat(age) : null;
  }

  getResponseHeader(name: string): string | null {
    return this.response?.headers.get(name) ?? null;
  }

  private stop(): void {
    this.cancelTimer();
    if (this.stats.loading.end === 0) {
      this.stats.aborted = true;
      this.attempt.abort();
    }
  }

  private async run(job: Job<C>): Promise<void> {
    const { stats } = this;
    const { context, config, callbacks } = job;
    const attempt = new AbortController();
    this.attempt = attempt;
    Object.assign(stats, { loaded: 0, aborted: false });
    stats.loading.first = 0;
    this.response = null;
    const { maxTimeToFirstByteMs, maxLoadTimeMs } = config.loadPolicy;
    this.limit(job, Number.isFinite(maxTimeToFirstByteMs) ? maxTimeToFirstByteMs || maxLoadTimeMs : maxLoadTimeMs, 0);
    try {
      const response = await this.ask(context, attempt.signal);
      if (attempt.signal.aborted) {
        return;
      }
      this.response = response;
      const waitedMs = this.parts.clock.now() - stats.loading.start;
      this.limit(job, maxLoadTimeMs, waitedMs);
      if (!response.ok) {
        this.failed(job, response.status, response.statusText);
        return;
      }
      const data = await this.read(response, job, attempt.signal);
      if (attempt.signal.aborted) {
        return;
      }
      this.cancelTimer();
      stats.loading.end = Math.max(this.parts.clock.now(), stats.loading.first);
      callbacks.onSuccess({ url: response.url || context.url, data, code: response.status }, stats, context, response);
    } catch (e) {
      if (!attempt.signal.aborted) {
        this.failed(job, 0, e instanceof Error ? e.message : String(e));
      }
    }
  }

  private ask(context: C, signal: AbortSignal): Promise<Response> {
    const { asker, player, fetch } = this.parts;
    const { url, headers = {}, rangeStart = 0, rangeEnd } = context;
    const init: RequestInit = { credentials: 'same-origin', headers, signal };
    if (rangeEnd) {
      return fetch(url, { ...init, headers: { ...headers, Range: `bytes=${rangeStart}-${rangeEnd - 1}` } });
    }
    const frag = fragmentOf(context);
    if (frag === undefined) {
      return fetch(url, init);
    }
    const wish = frag.sn === 'initSegment' ? AT_START : wishAt(player, frag.start, asker.originMs);
    return asker.ask(url, { ...init, ...wish });
  }

  private async read(response: Response, job: Job<C>, signal: AbortSignal): Promise<HlsResponse['data']> {
    const { stats } = this;
    const { context, config, callbacks } = job;
    stats.total = Number(response.headers.get('Content-Length')) || stats.total;
    const least = callbacks.onProgress ? (config.highWaterMark ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
    const isPartial = context.responseType === 'arraybuffer' && Number.isFinite(least);
    let chunks: Uint8Array[] = [];
    let waiting = 0;
    const flush = () => {
      const { buffer } = joined(chunks, waiting);
      chunks = [];
      waiting = 0;
      return buffer;
    };
    const reader = response.body?.getReader();
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      // A timer or hls.js itself may have ended it while a chunk was on its way.
      if (signal.aborted) {
        break;
      }
      stats.loading.first ||= Math.max(this.parts.clock.now(), stats.loading.start);
      stats.loaded += read.value.length;
      chunks.push(read.value);
      waiting += read.value.length;
      if (isPartial && waiting >= least) {
        callbacks.onProgress?.(stats, context, flush(), response);
      }
    }
    stats.loading.first ||= this.parts.clock.now();
    if (signal.aborted) {
      return '';
    }
    stats.total = stats.loaded;
    if (isPartial) {
      if (waiting > 0) {
        callbacks.onProgress?.(stats, context, flush(), response);
      }
      return new ArrayBuffer(0);
    }
    const data = decoded(flush(), context.responseType);
    if (typeof data === 'string' || data instanceof ArrayBuffer) {
      callbacks.onProgress?.(stats, context, data, response);
    }
    return data;
  }

  private limit(job: Job<C>, ms: number, passedMs: number): void {
    this.cancelTimer();
    job.config.timeout = ms;
    this.cancelTimer = this.parts.clock.after(Math.max(0, ms - passedMs), () => this.timedOut(job));
  }

  private timedOut(job: Job<C>): void {
    const { context, config, callbacks } = job;
    const { timeoutRetry } = config.loadPolicy;
    this.stop();
    if (timeoutRetry && this.stats.retry < timeoutRetry.maxNumRetry) {
      this.again(job, timeoutRetry);
    } else {
      callbacks.onTimeout(this.stats, context, this.response);
    }
  }

  private failed(job: Job<C>, code: number, text: string): void {
    const { context, config, callbacks } = job;
    const { errorRetry } = config.loadPolicy;
    this.cancelTimer();
    this.attempt.abort();
    const isPassing = code !== 0 && (code < 400 || code > 499);
    if (isPassing && errorRetry && this.stats.retry < errorRetry.maxNumRetry) {
      this.again(job, errorRetry);
    } else {
      callbacks.onError({ code, text }, context, this.response, this.stats);
    }
  }

  private again(job: Job<C>, { backoff, retryDelayMs, maxRetryDelayMs }: HlsRetry): void {
    const factor = backoff === 'linear' ? 1 : 2 ** this.stats.retry;
    this.stats.retry++;
    this.cancelTimer = this.parts.clock.after(Math.min(maxRetryDelayMs, factor * retryDelayMs), () => {
      void this.run(job);
    });
  }
}

// A key's context names its fragment, too.
function fragmentOf(context: object): Fragment | undefined {
  const { frag, part, keyInfo } = context as { frag?: Fragment; part?: { start: number } | null; keyInfo?: object };
  if (frag === undefined || keyInfo !== undefined) {
    return undefined;
  }
  return { start: part?.start ?? frag.start, sn: frag.sn };
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function decoded(buffer: ArrayBuffer, responseType: string): HlsResponse['data'] {
  if (responseType === 'arraybuffer') {
    return buffer;
  }
  const text = new TextDecoder().decode(buffer);
  return responseType === 'json' ? (JSON.parse(text) as object) : text;
}

const newStats = (): HlsStats => ({
  aborted: false,
  loaded: 0,
  retry: 0,
  total: 0,
  chunkCount: 0,
  bwEstimate: 0,
  loading: { start: 0, first: 0, end: 0 },
  parsing: { start: 0, end: 0 },
  buffering: { start: 0, first: 0, end: 0 },
});
