/* What a page sees of DeployNet's video part. */

/** One segment of a film: a fragmented MP4 without its initialization. */
export interface Segment {
  readonly url: string;
  /** How long it plays. */
  readonly seconds: number;
}

/** A film as a list of segments. */
export interface SegmentedFilm {
  /** With its codecs: `video/mp4; codecs="vp09.00.21.08"`. */
  readonly type: string;
  /** The initialization segment. */
  readonly init: string;
  readonly segments: readonly Segment[];
}

/** A film in one file of fragmented MP4. */
export interface SingleFilm {
  readonly type: string;
  readonly url: string;
}

export type Film = SegmentedFilm | SingleFilm;

export interface PlayOptions {
  /** How much is fetched ahead of the playhead; 20 if not given. */
  readonly bufferSeconds?: number;
  /** How much is kept behind it; 10 if not given. */
  readonly behindSeconds?: number;
  /** Ends it, as `stop()` does. */
  readonly signal?: AbortSignal;
}

/**
 * `unsupported`: this browser cannot play the type. `network`: a file could not be had from anywhere. `missing`: the origin
 * answered that it does not have a file. `decode`: the bytes are no film of this type. `storage`: the browser has no room for
 * a single segment.
 */
export type VideoErrorCode = 'unsupported' | 'network' | 'missing' | 'decode' | 'storage';

/** Why a film does not go on. */
export interface VideoError extends Error {
  readonly code: VideoErrorCode;
  /** The file that it was about. */
  readonly url: string | undefined;
}

/** A film that is being fetched and played. */
export interface Playback {
  /** Resolves when the film has played to its end or was stopped, rejects with a {@link VideoError}. */
  readonly ended: Promise<void>;
  /** Fetches nothing more and lets the element go. */
  stop(): void;
}

/** What hls.js says of a file that it wants; a fragment has `frag`. */
export interface HlsContext {
  readonly url: string;
  readonly responseType: string;
  readonly headers?: Record<string, string>;
  readonly rangeStart?: number;
  readonly rangeEnd?: number;
}

export interface HlsRetry {
  readonly maxNumRetry: number;
  readonly retryDelayMs: number;
  readonly maxRetryDelayMs: number;
  readonly backoff?: 'exponential' | 'linear';
}

export interface HlsLoaderConfig {
  readonly loadPolicy: {
    readonly maxTimeToFirstByteMs: number;
    readonly maxLoadTimeMs: number;
    readonly errorRetry: HlsRetry | null;
    readonly timeoutRetry: HlsRetry | null;
  };
  readonly highWaterMark?: number;
  timeout: number;
}

/** Times by `performance.now()`, sizes in bytes. */
export interface HlsStats {
  aborted: boolean;
  loaded: number;
  retry: number;
  total: number;
  chunkCount: number;
  bwEstimate: number;
  loading: { start: number; first: number; end: number };
  parsing: { start: number; end: number };
  buffering: { start: number; first: number; end: number };
}

export interface HlsResponse {
  url: string;
  data: string | ArrayBuffer | object;
  code: number;
}

export interface HlsCallbacks<C> {
  onSuccess(response: HlsResponse, stats: HlsStats, context: C, details: Response | null): void;
  onError(error: { code: number; text: string }, context: C, details: Response | null, stats: HlsStats): void;
  onTimeout(stats: HlsStats, context: C, details: Response | null): void;
  onAbort?(stats: HlsStats, context: C, details: Response | null): void;
  onProgress?(stats: HlsStats, context: C, data: string | ArrayBuffer, details: Response | null): void;
}

/** The interface `Loader` of hls.js 1.6 and 1.7. */
export interface HlsLoader<C extends HlsContext> {
  context: C | null;
  stats: HlsStats;
  load(context: C, config: HlsLoaderConfig, callbacks: HlsCallbacks<C>): void;
  abort(): void;
  destroy(): void;
  getCacheAge(): number | null;
  getResponseHeader(name: string): string | null;
}

/** What hls.js takes as `fLoader`. */
export type HlsLoaderClass<C extends HlsContext> = new (config: object) => HlsLoader<C>;

/** Films from super-peers: `DeployNet.video` of a page. */
export interface DeployNetVideo {
  /** A loader for `new Hls({ fLoader: DeployNet.video.hlsLoader(element) })`, where `element` shows the film. */
  hlsLoader<C extends HlsContext>(element: HTMLMediaElement): HlsLoaderClass<C>;
  /** Plays a film without hls.js. */
  play(element: HTMLMediaElement, film: Film, options?: PlayOptions): Playback;
}
