import type { DeployNet, FetchInit, FileStats } from '../api';

const KEPT = 8;
const MAX_ASKED = 1_000;

/**
 * Asks for the files of films: of the page's DeployNet, or of the origin where that script did not load. Knows how long the
 * origin takes for one.
 */
export class Asker {
  private readonly asked = new Set<string>();
  private readonly originTimes: number[] = [];
  private heard: DeployNet | undefined;

  constructor(private readonly page: () => DeployNet | undefined) {}

  /** As `fetch`; `url` is relative to the page. */
  ask(url: string, init: FetchInit): Promise<Response> {
    const page = this.page();
    if (page === undefined) {
      return fetch(url, init);
    }
    this.listenTo(page);
    this.asked.add(new URL(url, document.baseURI).pathname);
    const [oldest] = this.asked;
    if (this.asked.size > MAX_ASKED && oldest !== undefined) {
      this.asked.delete(oldest);
    }
    return page.fetch(url, init);
  }

  /** The longest that the origin took for one of the last 8 files that came from it alone; undefined before the first. */
  get originMs(): number | undefined {
    return this.originTimes.length === 0 ? undefined : Math.max(...this.originTimes);
  }

  private listenTo(page: DeployNet): void {
    if (this.heard !== page) {
      this.heard = page;
      page.addEventListener('file', ({ detail }) => this.took(detail));
    }
  }

  private took({ path, size, originBytes, startedAt, endedAt, failed }: FileStats): void {
    if (this.asked.has(path) && originBytes >= size && endedAt !== undefined && !failed) {
      this.originTimes.push(endedAt - startedAt);
      if (this.originTimes.length > KEPT) {
        this.originTimes.shift();
      }
    }
  }
}
