import type { Bytes } from '../src/bytes';

/* What stands for a browser's media elements in the tests: they keep intervals of time and no pictures. */

type Interval = [from: number, to: number];

const ranges = (intervals: readonly Interval[]): TimeRanges => ({
  length: intervals.length,
  start: (i) => intervals[i]?.[0] ?? Number.NaN,
  end: (i) => intervals[i]?.[1] ?? Number.NaN,
});

/** The bytes of a segment from `from` to `to` seconds, as {@link FakeSourceBuffer} understands them. */
export function segmentBytes(from: number, to: number, size = 24): Bytes {
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setFloat64(0, from);
  new DataView(bytes.buffer).setFloat64(8, to);
  return bytes;
}

/** Holds what was appended, refuses more than it has room for, and answers a moment later as a real one does. */
export class FakeSourceBuffer extends EventTarget {
  readonly appended: Interval[] = [];
  held: Interval[] = [];
  roomSeconds = Number.POSITIVE_INFINITY;
  private isBusy = false;

  constructor(private readonly opened: () => void) {
    super();
  }

  get buffered(): TimeRanges {
    return ranges(this.held);
  }

  appendBuffer(source: BufferSource): void {
    const bytes = ArrayBuffer.isView(source) ? source : new Uint8Array(source);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const [from, to] = [view.getFloat64(0), view.getFloat64(8)];
    if (this.held.reduce((sum, [start, end]) => sum + end - start, 0) + to - from > this.roomSeconds) {
      throw new DOMException('full', 'QuotaExceededError');
    }
    this.opened();
    this.begin();
    this.appended.push([from, to]);
    if (to > from) {
      this.held = merged([...this.held, [from, to]]);
    }
  }

  remove(from: number, to: number): void {
    this.begin();
    this.held = this.held.flatMap(([start, end]): Interval[] => {
      const kept: Interval[] = [
        [start, Math.min(end, from)],
        [Math.max(start, to), end],
      ];
      return kept.filter(([a, b]) => b > a);
    });
  }

  abort(): void {
    this.isBusy = false;
  }

  private begin(): void {
    if (this.isBusy) {
      throw new DOMException('busy', 'InvalidStateError');
    }
    this.isBusy = true;
    queueMicrotask(() => {
      this.isBusy = false;
      this.dispatchEvent(new Event('updateend'));
    });
  }
}

function merged(intervals: Interval[]): Interval[] {
  const all: Interval[] = [];
  for (const [from, to] of [...intervals].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last !== undefined && from <= last[1]) {
      last[1] = Math.max(last[1], to);
    } else {
      all.push([from, to]);
    }
  }
  return all;
}

/** The MediaSource that a test's page has; `supported` is what it can play. */
export class FakeMediaSource extends EventTarget {
  static supported = true;
  static last: FakeMediaSource | undefined;
  readyState: 'closed' | 'open' | 'ended' = 'closed';
  duration = Number.NaN;
  readonly buffer = new FakeSourceBuffer(() => {
    this.readyState = 'open';
  });

  static isTypeSupported(): boolean {
    return FakeMediaSource.supported;
  }

  constructor() {
    super();
    FakeMediaSource.last = this;
  }

  open(): void {
    this.readyState = 'open';
    this.dispatchEvent(new Event('sourceopen'));
  }

  addSourceBuffer(): FakeSourceBuffer {
    return this.buffer;
  }

  endOfStream(): void {
    this.readyState = 'ended';
  }
}

/** A video element whose playhead the test moves. */
export class FakeElement extends EventTarget {
  currentTime = 0;
  playbackRate = 1;
  readyState = 0;
  seeking = false;
  paused = false;
  disableRemotePlayback = false;
  error: unknown = null;
  private address = '';

  get src(): string {
    return this.address;
  }

  set src(address: string) {
    this.address = address;
    queueMicrotask(() => FakeMediaSource.last?.open());
  }

  get buffered(): TimeRanges {
    return FakeMediaSource.last?.buffer.buffered ?? ranges([]);
  }

  removeAttribute(): void {
    this.address = '';
  }

  load(): void {}

  /** The playhead is there now. */
  playTo(seconds: number): void {
    this.readyState = 4;
    this.currentTime = seconds;
    this.dispatchEvent(new Event('timeupdate'));
  }

  seekTo(seconds: number): void {
    this.currentTime = seconds;
    this.seeking = true;
    this.dispatchEvent(new Event('seeking'));
  }
}
