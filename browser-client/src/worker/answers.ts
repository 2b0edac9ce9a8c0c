import type { Bytes } from '../bytes';
import type { KeptObjects } from '../content/kept-objects';
import { type Entry, mayComeFromPeers } from '../content/manifest';
import { PieceLayer } from '../content/piece-layer';
import { needsLayer, PIECE_BYTES } from '../content/pieces';
import type { Fetch } from '../page/manifest-keeper';
import { piecesFromOrigin } from '../page/origin';
import type { Errand } from './errand';
import type { LeaderDoor } from './leader-door';
import { partOf } from './range';
import type { SiteManifest } from './site-manifest';
import type { Turn, WaitingRoom } from './waiting-room';
import { wholeCopy } from './whole-copy';

/** What a page can be drawn without. */
const CAN_WAIT: ReadonlySet<string> = new Set(['image', 'audio', 'video']);
const AT_ONCE: Turn = { way: 'tab', got: () => {}, done: () => {}, failed: () => {} };
// A tab that is asked for many at once, while it draws a page, needs more than the 20 ms that others may wait.
const PATIENT_MS = 300;

type GoOn = (work: Promise<unknown>) => void;

const LAYERS = '/.well-known/deploynet/layers/';

/** What a page gets for a request: what was kept, what the leading tab brings, or what it would get without a worker. */
export class Answers {
  constructor(
    private readonly site: SiteManifest,
    private readonly kept: KeptObjects,
    private readonly door: LeaderDoor,
    private readonly room: WaitingRoom,
    private readonly fetch: Fetch,
    /** A file was kept. */
    private readonly grown: () => Promise<void>,
  ) {}

  /** `goOn` keeps the worker alive until the answer is whole. */
  async to(request: Request, path: string, goOn: GoOn): Promise<Response> {
    const manifest = await this.site.current();
    const entry = manifest?.files.get(path);
    if (manifest === undefined || entry === undefined) {
      return this.fetch(request);
    }
    const kept = await this.kept.find(entry);
    const range = request.headers.get('Range');
    if (range !== null) {
      return (kept && (await partOf(kept, range))) ?? this.fetch(request);
    }
    if (kept) {
      return kept;
    }
    if (!mayComeFromPeers(entry, manifest)) {
      return this.keeping(entry, await this.fetch(request), goOn);
    }
    // Without the origin nothing is gained by not waiting for a link.
    const mayWait = this.site.isDown || CAN_WAIT.has(request.destination);
    const turn = mayWait ? await this.room.turn(entry.size) : AT_ONCE;
    try {
      return await this.byTurn(turn, request, entry, goOn);
    } catch (e) {
      turn.done();
      throw e;
    }
  }

  private async byTurn(turn: Turn, request: Request, entry: Entry, goOn: GoOn): Promise<Response> {
    const patience = turn === AT_ONCE ? undefined : PATIENT_MS;
    const errand = turn.way === 'tab' ? await this.door.ask(request.url, patience) : undefined;
    const begun = await errand?.begun;
    if (errand && begun) {
      void errand.over.then(() => turn.done());
      if (!begun.verified) {
        turn.failed(); // the tab has it from the origin
      }
      const headers = { 'Content-Type': entry.type, 'Content-Length': String(entry.size) };
      const body = this.body(errand, begun.verified, request.url, entry, turn);
      return this.keeping(entry, new Response(body, { headers }), goOn);
    }
    if (turn.way === 'tab') {
      turn.failed();
    }
    return this.keeping(entry, await this.fetch(request), goOn, turn.way === 'origin' ? turn : AT_ONCE);
  }

  // The page reads one branch; the other is kept if it turns out to be the file of the manifest.
  private keeping(entry: Entry, response: Response, goOn: GoOn, turn = AT_ONCE): Response {
    if (response.status === 200 && response.body !== null && this.kept.isFor(entry)) {
      const copy = response.clone();
      goOn(
        this.keep(entry, copy, turn)
          .catch(() => {})
          .then(() => turn.done()),
      );
    } else {
      turn.done();
    }
    return response;
  }

  private async keep(entry: Entry, copy: Response, turn: Turn): Promise<void> {
    const whole = await wholeCopy(entry, copy, turn);
    if (whole && (await this.kept.put(entry, whole))) {
      await this.grown();
    }
  }

  private body(errand: Errand, verified: boolean, url: string, entry: Entry, turn: Turn): ReadableStream<Bytes> {
    let sent = 0;
    let rest: AsyncGenerator<Bytes> | undefined;
    return new ReadableStream<Bytes>({
      pull: async (controller) => {
        const bytes = rest ? (await rest.next()).value : await errand.next();
        if (bytes) {
          sent += bytes.length;
          if (verified && !rest) {
            turn.got(bytes.length);
          }
          controller.enqueue(bytes);
        } else if (sent === entry.size || (!rest && errand.whole && !verified)) {
          controller.close();
        } else if (rest || !verified) {
          // What the origin said of itself cannot be gone on with, and a page must not take a part for the whole.
          controller.error(new TypeError('the rest of the file could not be fetched'));
        } else {
          rest = this.rest(url, entry, sent);
          const more = (await rest.next()).value;
          sent += more?.length ?? 0;
          return more ? controller.enqueue(more) : controller.error(new TypeError('the origin has another file'));
        }
        return undefined;
      },
      cancel: () => errand.stop(),
    });
  }

  /** From byte `from` on, of the origin, checked piece by piece. */
  private async *rest(url: string, entry: Entry, from: number): AsyncGenerator<Bytes> {
    const layer = needsLayer(entry.size) ? await this.layer(entry) : PieceLayer.ofSinglePiece(entry.id, entry.size);
    if (layer === undefined) {
      return;
    }
    const first = Math.floor(from / PIECE_BYTES);
    const found: Bytes[] = [];
    let wake: () => void = () => {};
    let taken: () => void = () => {};
    let isOver = false;
    const work = piecesFromOrigin(this.fetch, new Request(url), entry, layer, first, async (piece, bytes) => {
      found.push(piece === first ? bytes.subarray(from - first * PIECE_BYTES) : bytes);
      wake();
      await new Promise<void>((resolve) => (taken = resolve));
    }).catch(() => false);
    void work.then(() => {
      isOver = true;
      wake();
    });
    for (;;) {
      const bytes = found.shift();
      if (bytes) {
        yield bytes;
        taken();
      } else if (isOver) {
        return;
      } else {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  }

  private async layer(entry: Entry): Promise<PieceLayer | undefined> {
    const answer = await this.fetch(LAYERS + entry.id);
    return answer.ok ? PieceLayer.verify(entry.id, entry.size, new Uint8Array(await answer.arrayBuffer())) : undefined;
  }
}
