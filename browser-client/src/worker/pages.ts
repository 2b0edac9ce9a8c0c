import type { Bytes } from '../bytes';
import type { KeptObjects } from '../content/kept-objects';
import { type Entry, HTML_TYPE, type Manifest } from '../content/manifest';
import type { Clock } from '../link/clock';
import type { Fetch } from '../page/manifest-keeper';
import { MARK } from '../tab/messages';
import type { PageHeaders } from './page-headers';
import type { SiteManifest } from './site-manifest';
import type { StandIn } from './stand-in';
import { wholeCopy } from './whole-copy';

/** What a proxy says for an origin that does not answer it. */
const DOWN: ReadonlySet<number> = new Set([502, 503, 504]);
const PATIENCE_MS = 10_000;
// Where it was down a moment ago.
const SHORT_PATIENCE_MS = 2_000;
const NO_SECOND_TRY_MS = 10_000;

/**
 * The site's pages. The origin is always asked first, and what it says goes to the page. Only where it cannot be reached is a
 * page given as the manifest says: from what is kept, or by a page that stands in and fetches it of super-peers.
 */
export class Pages {
  /** When a page that stood in said last that it is done with a path. */
  private readonly tried = new Map<string, number>();

  constructor(
    private readonly site: SiteManifest,
    private readonly kept: KeptObjects,
    private readonly headers: PageHeaders,
    private readonly standIn: StandIn,
    private readonly fetch: Fetch,
    private readonly clock: Clock,
    /** A file was kept. */
    private readonly grown: () => Promise<void>,
  ) {}

  /** `goOn` keeps the worker alive until the page is kept. */
  async answer(request: Request, urlPath: string, goOn: (work: Promise<unknown>) => void): Promise<Response> {
    const path = urlPath.endsWith('/') ? `${urlPath}index.html` : urlPath;
    const mayTry = this.clock.now() - (this.tried.get(path) ?? Number.NEGATIVE_INFINITY) >= NO_SECOND_TRY_MS;
    const asked = this.fetch(request);
    const answer = await this.inTime(asked);
    if (answer instanceof Response && !DOWN.has(answer.status)) {
      this.site.isBack();
      if (answer.status === 200) {
        goOn(this.keep(path, answer.clone()).catch(() => {}));
      }
      return answer;
    }
    const plain = () => (answer instanceof Response ? answer : asked);
    const entry = listed(await this.site.without().catch(() => undefined), path);
    if (entry === undefined || !this.kept.isFor(entry)) {
      return plain();
    }
    if (answer === 'late') {
      this.hearLate(asked);
    }
    const page = await this.kept.find(entry);
    return page ? this.marked(path, page) : mayTry ? this.standIn.page(path) : plain();
  }

  /** What a page that stood in fetched, or that it got nothing. */
  async fetched(path: string, bytes: Bytes | undefined): Promise<void> {
    const now = this.clock.now();
    for (const [old, at] of this.tried) {
      if (now - at >= NO_SECOND_TRY_MS) {
        this.tried.delete(old);
      }
    }
    this.tried.set(path, now);
    const entry = bytes && listed(await this.site.without(), path);
    if (entry && this.kept.isFor(entry)) {
      await this.put(entry, new Response(bytes));
    }
  }

  private async inTime(asked: Promise<Response>): Promise<Response | 'unreachable' | 'late'> {
    let cancel = () => {};
    const late = new Promise<'late'>((resolve) => {
      cancel = this.clock.after(this.site.isDown ? SHORT_PATIENCE_MS : PATIENCE_MS, () => resolve('late'));
    });
    const answer = await Promise.race([asked.catch(() => 'unreachable' as const), late]);
    cancel();
    return answer;
  }

  // Otherwise an origin that needs longer than the short patience would be taken for one that is down for ever.
  private hearLate(asked: Promise<Response>): void {
    const heard = ({ status, body }: Response) => {
      if (!DOWN.has(status)) {
        this.site.isBack();
      }
      return body?.cancel();
    };
    asked.then(heard).catch(() => {});
  }

  private async keep(path: string, copy: Response): Promise<void> {
    const entry = listed(await this.site.current(), path);
    if (entry === undefined || !this.kept.isFor(entry)) {
      await copy.body?.cancel();
    } else if (await this.put(entry, copy)) {
      await this.headers.put(path, copy.headers);
    }
  }

  private async put(entry: Entry, copy: Response): Promise<boolean> {
    const whole = await wholeCopy(entry, copy);
    const isPut = whole !== undefined && (await this.kept.put(entry, whole));
    if (isPut) {
      await this.grown();
    }
    return isPut;
  }

  private async marked(path: string, page: Response): Promise<Response> {
    const headers = await this.headers.find(path);
    for (const [name, value] of page.headers) {
      headers.set(name, value);
    }
    headers.set('Cache-Control', 'no-store');
    headers.set(MARK, 'kept');
    return new Response(page.body, { headers });
  }
}

function listed(manifest: Manifest | undefined, path: string): Entry | undefined {
  const entry = manifest?.html ? manifest.files.get(path) : undefined;
  return entry && HTML_TYPE.test(entry.type) ? entry : undefined;
}
