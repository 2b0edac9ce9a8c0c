import type { Clock } from '../link/clock';
import type { Film, Playback, PlayOptions, SegmentedFilm, SingleFilm } from './api';
import type { Asker } from './asker';
import { Sink } from './sink';
import { Trouble } from './trouble';
import { AT_START, FROM_ORIGIN, HAS_FRAME, type Wish, wishAt } from './wish';

const BUFFER_SECONDS = 20;
const BEHIND_SECONDS = 10;
const LOOK_MS = 250;
const TRIES = 4;
const RETRY_MS = 500;
// Frames end a little before or after what the list says.
const NEAR_SECONDS = 0.2;
// No deadline that moves can be said for one file: with less than this in the buffer it is asked of the origin anew.
const SINGLE_SHORT_SECONDS = 2;

export interface PlaybackParts {
  readonly asker: Asker;
  readonly clock: Clock;
  readonly element: HTMLMediaElement;
}

/** Fetches a film in the order in which it is played, as far ahead as it was told, and gives it to the element. */
export class FilmPlayback implements Playback {
  readonly ended: Promise<void>;
  private readonly aheadSeconds: number;
  private readonly behindSeconds: number;
  private readonly over = new AbortController();
  /** Aborted when the viewer goes elsewhere: what is under way is of no use any more. */
  private turn = new AbortController();
  private sink: Sink | undefined;
  private wake: () => void = () => {};
  private sought: () => void = () => {};
  private settle: (error?: Trouble) => void = () => {};

  constructor(
    private readonly parts: PlaybackParts,
    film: Film,
    { bufferSeconds = BUFFER_SECONDS, behindSeconds = BEHIND_SECONDS, signal }: PlayOptions,
  ) {
    this.aheadSeconds = bufferSeconds;
    this.behindSeconds = behindSeconds;
    this.ended = new Promise((resolve, reject) => {
      this.settle = (error) => (error === undefined ? resolve() : reject(error));
    });
    // Whoever does not ask for it need not hear of it; the element shows it, too.
    this.ended.catch(() => {});
    signal?.addEventListener('abort', () => this.stop(), { once: true });
    this.watch();
    void this.run(film);
    if (signal?.aborted) {
      this.stop();
    }
  }

  stop(): void {
    this.halt();
    this.sink?.close();
    this.settle();
  }

  private watch(): void {
    const { element } = this.parts;
    const options = { signal: this.over.signal };
    element.addEventListener('seeking', () => this.sought(), options);
    element.addEventListener('timeupdate', () => this.wake(), options);
    element.addEventListener('ended', () => this.settle(), options);
    element.addEventListener('error', () => this.fail(new Trouble('decode', undefined, element.error)), options);
  }

  private async run(film: Film): Promise<void> {
    try {
      const seconds = 'segments' in film ? film.segments.reduce((sum, one) => sum + one.seconds, 0) : undefined;
      const sink = await Sink.open(this.parts.element, film.type, seconds);
      this.sink = sink;
      if (this.isOver) {
        sink.close();
      } else {
        await ('segments' in film ? this.segments(film, sink) : this.single(film, sink));
      }
    } catch (e) {
      this.fail(e instanceof Trouble ? e : new Trouble('decode', undefined, e));
    }
  }

  private get isOver(): boolean {
    return this.over.signal.aborted;
  }

  // After a stop every step fails, and none of that is news.
  private fail(trouble: Trouble): void {
    if (!this.isOver) {
      this.halt();
      this.settle(trouble);
    }
  }

  private halt(): void {
    this.over.abort();
    this.turnAway();
  }

  private turnAway(): void {
    this.turn.abort();
    this.wake();
  }

  private async segments(film: SegmentedFilm, sink: Sink): Promise<void> {
    const { element, asker } = this.parts;
    const ends = endsOf(film);
    await this.put(sink, film.init, () => AT_START);
    while (!this.isOver) {
      this.turn = new AbortController();
      let next = neededAt(ends, sink.end ?? element.currentTime);
      this.sought = () => {
        if (neededAt(ends, sink.end ?? element.currentTime) !== next) {
          this.turnAway();
        }
      };
      for (; !this.turn.signal.aborted; next++) {
        const segment = film.segments[next];
        const start = ends[next - 1] ?? 0;
        if (segment === undefined) {
          sink.finish();
          await this.until(() => false);
        } else if (await this.until(() => start - element.currentTime < this.aheadSeconds)) {
          await this.put(sink, segment.url, () => wishAt(element, start, asker.originMs));
        }
      }
      sink.reset();
    }
  }

  /** Fetches one file and appends it; unless the viewer goes elsewhere meanwhile. */
  private async put(sink: Sink, url: string, wish: () => Wish): Promise<void> {
    const { signal } = this.turn;
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        const response = await this.ask(url, attempt === 0 ? wish() : FROM_ORIGIN, signal);
        const bytes = await response.arrayBuffer();
        if (!signal.aborted) {
          await this.append(sink, bytes, url);
        }
        return;
      } catch (e) {
        if (!signal.aborted) {
          await this.retry(e, url, attempt);
        }
      }
    }
  }

  /**
   * A single file comes in its order whatever is sought: what lies ahead is waited for, and what was forgotten is fetched once
   * more from the beginning.
   */
  private async single(film: SingleFilm, sink: Sink): Promise<void> {
    const { element } = this.parts;
    let wish: Wish = { priority: 'high' };
    let failures = 0;
    while (!this.isOver) {
      const turn = new AbortController();
      this.turn = turn;
      let furthest = 0;
      this.sought = () => {
        if (sink.end === undefined && element.currentTime < furthest) {
          this.turnAway();
        }
      };
      const cancelLook = this.lookForShortage(sink, wish, () => {
        wish = FROM_ORIGIN;
        this.turnAway();
      });
      try {
        const response = await this.ask(film.url, wish, turn.signal);
        const reader = response.body?.getReader();
        for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
          await this.append(sink, read.value as Uint8Array<ArrayBuffer>, film.url);
          furthest = Math.max(furthest, sink.last);
          await this.until(() => sink.end === undefined || sink.end - element.currentTime < this.aheadSeconds);
        }
        cancelLook();
        sink.finish();
        await this.until(() => false);
      } catch (e) {
        if (!turn.signal.aborted) {
          await this.retry(e, film.url, failures++);
          wish = FROM_ORIGIN;
        }
      }
      cancelLook();
      sink.reset();
    }
  }

  /** Calls `short` once when the film plays and little of it is left, unless it comes from the origin already. */
  private lookForShortage(sink: Sink, wish: Wish, short: () => void): () => void {
    const { clock, element } = this.parts;
    if (wish === FROM_ORIGIN) {
      return () => {};
    }
    let cancel = () => {};
    const look = () => {
      const isPlaying = element.readyState >= HAS_FRAME && !element.seeking && !element.paused;
      if (isPlaying && (sink.end ?? 0) - element.currentTime < SINGLE_SHORT_SECONDS) {
        short();
      } else {
        cancel = clock.after(LOOK_MS, look);
      }
    };
    cancel = clock.after(LOOK_MS, look);
    return () => cancel();
  }

  private async ask(url: string, wish: Wish, signal: AbortSignal): Promise<Response> {
    const response = await this.parts.asker.ask(url, { ...wish, signal });
    const { ok, status } = response;
    if (status >= 400 && status < 500) {
      throw new Trouble('missing', url);
    }
    if (!ok) {
      throw new Error(`status ${status}`);
    }
    return response;
  }

  private async retry(error: unknown, url: string, attempt: number): Promise<void> {
    if (error instanceof Trouble) {
      throw error;
    }
    if (attempt + 1 >= TRIES) {
      throw new Trouble('network', url, error);
    }
    const { clock } = this.parts;
    const resumeAt = clock.now() + RETRY_MS * 2 ** attempt;
    await this.until(() => clock.now() >= resumeAt);
  }

  private async append(sink: Sink, bytes: BufferSource, url: string): Promise<void> {
    const { element } = this.parts;
    await sink.evict(element.currentTime - this.behindSeconds);
    while (!this.isOver && !(await sink.append(bytes, url))) {
      // Full: what was played goes first; where that is not enough it waits until more was played.
      if (!(await sink.evict(element.currentTime - 1))) {
        const at = element.currentTime;
        if (sink.end === undefined || !(await this.until(() => element.currentTime > at + 1))) {
          throw new Trouble('storage', url);
        }
      }
    }
  }

  /** Waits for `claim`, which time or the playhead makes true; false if the viewer went elsewhere. */
  private async until(claim: () => boolean): Promise<boolean> {
    const { signal } = this.turn;
    while (!signal.aborted && !claim()) {
      await new Promise<void>((resolve) => {
        const cancel = this.parts.clock.after(LOOK_MS, resolve);
        this.wake = () => {
          cancel();
          resolve();
        };
      });
    }
    return !signal.aborted;
  }
}

/** When each segment has played, in seconds. */
function endsOf({ segments }: SegmentedFilm): number[] {
  let end = 0;
  return segments.map(({ seconds }) => {
    end += seconds;
    return end;
  });
}

/** The first segment that plays on after `at`; one past the last where none does. */
function neededAt(ends: readonly number[], at: number): number {
  const found = ends.findIndex((end) => end - at > NEAR_SECONDS);
  return found < 0 ? ends.length : found;
}
