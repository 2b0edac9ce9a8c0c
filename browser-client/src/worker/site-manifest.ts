import type { Bytes } from '../bytes';
import { type Manifest, verifyManifest } from '../content/manifest';
import { MANIFEST_PATH, SIGNATURE_PATH } from '../content/site-path';
import type { Clock } from '../link/clock';
import type { Fetch } from '../page/manifest-keeper';
import { MARK, WORKER_PATH } from '../tab/messages';

export const CACHE = 'deploynet-site-1';
const LOOKED_AT = '/.well-known/deploynet/looked-at';
/** There while the origin is down, so that a worker that is started again knows it. */
const DOWN = '/.well-known/deploynet/down';
const PATIENCE_MS = 1_000;
const LOOK_EVERY_MS = 24 * 3600 * 1000;

export interface SiteEvents {
  /** Another manifest is the site's from now on. */
  changed(manifest: Manifest): void;
  /** The site does not want a worker any more. */
  gone(): void;
}

interface Checked {
  readonly manifest: Manifest;
  readonly bytes: Bytes;
  readonly signature: string;
}

/**
 * The site's manifest as of this visit. Whether it still holds is asked of the origin once at each navigation, by its
 * signature alone: where that is the same, so is all else. Nothing is served from what was kept before that is known, unless
 * the publisher lets pages come without the origin and it was seen to be down: then the newest one that was seen counts.
 */
export class SiteManifest {
  private checking: Promise<Checked | undefined> | undefined;
  private last: Checked | undefined;
  /** What counts while the origin is down; undefined while it is not, or as long as that is not known. */
  private fallback: Checked | undefined;
  private knowsDown = false;

  constructor(
    private readonly site: string,
    private readonly caches: CacheStorage,
    private readonly fetch: Fetch,
    private readonly clock: Clock,
    private readonly wallNow: () => number,
    private readonly events: SiteEvents,
    private readonly workerPath = WORKER_PATH,
  ) {}

  /** A page is being opened. */
  visit(): Promise<unknown> {
    this.checking = this.check().catch(() => undefined);
    return this.checking;
  }

  /** Undefined where there is none that counts, or the origin does not say so in time. */
  async current(): Promise<Manifest | undefined> {
    return (await this.soon())?.manifest;
  }

  /** The manifest's own files, which a page asks for, too. */
  async file(path: string): Promise<Response | undefined> {
    const checked = await this.soon();
    const headers: HeadersInit = checked && checked === this.fallback ? { [MARK]: 'kept' } : {};
    return checked && new Response(path === MANIFEST_PATH ? checked.bytes : checked.signature, { headers });
  }

  /** Whether pages come without the origin. */
  get isDown(): boolean {
    return this.fallback !== undefined;
  }

  /** The origin is down. What counts until it is back: the newest manifest that was seen, until it expires. */
  async without(): Promise<Manifest | undefined> {
    const newest = await this.stored();
    this.knowsDown = true;
    this.fallback = newest?.manifest.html ? newest : undefined;
    if (this.fallback) {
      await (await this.caches.open(CACHE)).put(DOWN, new Response());
    }
    return this.fallback?.manifest;
  }

  /** The origin has answered. */
  isBack(): void {
    const mayBeMarked = !this.knowsDown || this.isDown;
    this.knowsDown = true;
    this.fallback = undefined;
    if (mayBeMarked) {
      void this.caches.open(CACHE).then((cache) => cache.delete(DOWN));
    }
  }

  private async soon(): Promise<Checked | undefined> {
    return this.fallback ?? (await this.inTime()) ?? (await this.remembered());
  }

  private async remembered(): Promise<Checked | undefined> {
    if (!this.knowsDown && (await (await this.caches.open(CACHE)).match(DOWN))) {
      await this.without();
    }
    return this.fallback;
  }

  private inTime(): Promise<Checked | undefined> {
    if (this.checking === undefined) {
      void this.visit();
    }
    const tooLate = new Promise<undefined>((resolve) => {
      this.clock.after(PATIENCE_MS, () => resolve(undefined));
    });
    return Promise.race([this.checking, tooLate]);
  }

  private async check(): Promise<Checked | undefined> {
    const answer = await this.fetch(SIGNATURE_PATH, { cache: 'no-cache' });
    if (isGone(answer) || (await this.isWorkerGone())) {
      this.events.gone();
      return undefined;
    }
    const signature = answer.ok ? await answer.text() : '';
    const before = this.last ?? (await this.stored());
    const checked =
      before?.signature === signature
        ? await this.verified(before.bytes, signature)
        : await this.fetched(signature, before?.manifest.sequence ?? 0);
    this.last = checked;
    return checked;
  }

  private async fetched(signature: string, atLeast: number): Promise<Checked | undefined> {
    const answer = await this.fetch(MANIFEST_PATH, { cache: 'no-cache' });
    const checked = answer.ok ? await this.verified(new Uint8Array(await answer.arrayBuffer()), signature) : undefined;
    if (checked === undefined || checked.manifest.sequence < atLeast) {
      return undefined;
    }
    const cache = await this.caches.open(CACHE);
    await cache.put(MANIFEST_PATH, new Response(checked.bytes));
    await cache.put(SIGNATURE_PATH, new Response(signature));
    this.events.changed(checked.manifest);
    return checked;
  }

  private async stored(): Promise<Checked | undefined> {
    const cache = await this.caches.open(CACHE);
    const [body, signature] = await Promise.all([cache.match(MANIFEST_PATH), cache.match(SIGNATURE_PATH)]);
    return body && signature
      ? this.verified(new Uint8Array(await body.arrayBuffer()), await signature.text())
      : undefined;
  }

  private async verified(bytes: Bytes, signature: string): Promise<Checked | undefined> {
    const manifest = await verifyManifest(bytes, signature, this.site, this.wallNow());
    return typeof manifest === 'string' ? undefined : { manifest, bytes, signature };
  }

  // Browsers keep a worker whose file is gone (measured: Chromium 156, Firefox 153), so it looks itself, once a day.
  private async isWorkerGone(): Promise<boolean> {
    const cache = await this.caches.open(CACHE);
    const lookedAt = Number(await (await cache.match(LOOKED_AT))?.text()) || 0;
    const now = this.wallNow();
    if (Math.abs(now - lookedAt) < LOOK_EVERY_MS) {
      return false;
    }
    const isWorkerGone = isGone(await this.fetch(this.workerPath, { method: 'HEAD', cache: 'no-cache' }));
    await cache.put(LOOKED_AT, new Response(String(now)));
    return isWorkerGone;
  }
}

const isGone = ({ status }: Response): boolean => status === 404 || status === 410;
