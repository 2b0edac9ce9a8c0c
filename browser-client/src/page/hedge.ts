import type { Fetch } from './manifest-keeper';

/** The origin, asked beside a peer that is late. Its answer counts only if it is a good one. */
export class Hedge {
  readonly won: Promise<Response>;
  private win: (response: Response) => void = () => {};
  private readonly abort = new AbortController();
  private asked: Promise<Response | undefined> | undefined;

  constructor(
    private readonly fetch: Fetch,
    private readonly request: Request,
  ) {
    this.won = new Promise((resolve) => {
      this.win = resolve;
    });
    request.signal.addEventListener('abort', () => this.stop(), { once: true });
  }

  /** The origin's answer, if it was asked and the answer is a good one. */
  get answer(): Promise<Response | undefined> {
    return this.asked ?? Promise.resolve(undefined);
  }

  ask(): void {
    this.asked ??= this.answered();
  }

  /** The peer was faster. */
  stop(): void {
    this.abort.abort();
  }

  private async answered(): Promise<Response | undefined> {
    try {
      const response = await this.fetch(new Request(this.request, { signal: this.abort.signal }));
      if (response.ok) {
        this.win(response);
        return response;
      }
      await response.body?.cancel();
    } catch {
      // The peer may still bring it; where it does not, the page asks once more and is told.
    }
    return undefined;
  }
}
