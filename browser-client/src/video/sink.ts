import { Trouble } from './trouble';

/** One SourceBuffer, used by one step at a time. Times in seconds. */
export class Sink {
  private constructor(
    private readonly source: MediaSource,
    private readonly buffer: SourceBuffer,
    private readonly element: HTMLMediaElement,
    private readonly address: string,
  ) {}

  /** A sink that `element` plays from. */
  static async open(element: HTMLMediaElement, type: string, seconds: number | undefined): Promise<Sink> {
    const { MediaSource: source, ManagedMediaSource: managed } = globalThis as {
      MediaSource?: typeof MediaSource;
      ManagedMediaSource?: typeof MediaSource;
    };
    const kind = source ?? managed;
    if (!kind?.isTypeSupported(type)) {
      throw new Trouble('unsupported');
    }
    const media = new kind();
    if (kind === managed) {
      element.disableRemotePlayback = true; // else an iPhone does not open it
    }
    const address = URL.createObjectURL(media);
    const opened = new Promise((resolve) => media.addEventListener('sourceopen', resolve, { once: true }));
    element.src = address;
    await opened;
    const sink = new Sink(media, media.addSourceBuffer(type), element, address);
    if (seconds !== undefined) {
      media.duration = seconds;
    }
    return sink;
  }

  /** Until where the film is here from the playhead on; undefined where it is not even here. */
  get end(): number | undefined {
    return endAt(this.element.buffered, this.element.currentTime);
  }

  /** The end of the last of what is here. */
  get last(): number {
    const { buffered } = this.element;
    return buffered.length === 0 ? 0 : buffered.end(buffered.length - 1);
  }

  /** False if there is no room for it. */
  async append(bytes: BufferSource, url: string): Promise<boolean> {
    try {
      await this.done(() => this.buffer.appendBuffer(bytes));
    } catch (e) {
      if (e instanceof DOMException && e.name === 'QuotaExceededError') {
        return false;
      }
      throw new Trouble('decode', url, e);
    }
    return true;
  }

  /** Forgets what was played before `end`; false if there was nothing. */
  async evict(end: number): Promise<boolean> {
    const { buffered } = this.buffer;
    if (buffered.length === 0 || buffered.start(0) >= end) {
      return false;
    }
    await this.done(() => this.buffer.remove(0, end));
    return true;
  }

  /** The next bytes are the beginning of a segment again. */
  reset(): void {
    if (this.source.readyState === 'open') {
      this.buffer.abort();
    }
  }

  /** No more will come; a later append opens it again. */
  finish(): void {
    if (this.source.readyState === 'open') {
      this.source.endOfStream();
    }
  }

  close(): void {
    if (this.element.src === this.address) {
      this.element.removeAttribute('src');
      this.element.load();
    }
    URL.revokeObjectURL(this.address);
  }

  private done(begin: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (event: Event) => {
        this.buffer.removeEventListener('updateend', settle);
        this.buffer.removeEventListener('error', settle);
        event.type === 'error' ? reject(new Error('refused by the decoder')) : resolve();
      };
      this.buffer.addEventListener('updateend', settle);
      this.buffer.addEventListener('error', settle);
      try {
        begin();
      } catch (e) {
        this.buffer.removeEventListener('updateend', settle);
        this.buffer.removeEventListener('error', settle);
        reject(e);
      }
    });
  }
}

// Codecs leave holes of some milliseconds between segments, and browsers play over them.
const HOLE_SECONDS = 0.1;

/** Until where `buffered` holds what is at `at`, over small holes; undefined if it does not. */
export function endAt(buffered: TimeRanges, at: number): number | undefined {
  let end: number | undefined;
  for (let i = 0; i < buffered.length; i++) {
    if (buffered.start(i) <= (end ?? at) + HOLE_SECONDS && buffered.end(i) > at) {
      end = buffered.end(i);
    }
  }
  return end;
}
