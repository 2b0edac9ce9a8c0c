import type { DeployNet, FetchInit, LinkStats, Options, RoadState, Stats, Why } from '../api';
import { KeptObjects } from '../content/kept-objects';
import { SessionKey } from '../key/session-key';
import { systemClock } from '../link/clock';
import type { Link } from '../link/link';
import { PeerRoad } from '../road/peer-road';
import { RtcChannels } from '../road/rtc-channels';
import { Leader } from '../tab/leader';
import { registerWorker } from '../tab/registration';
import { keyId } from '../wire/guards';
import { Journal, type WhyCode } from './journal';
import { Loader } from './loader';
import { browserSequences, ManifestKeeper } from './manifest-keeper';
import { Permission } from './permission';

type Sums = Pick<Stats, 'receiptedBytes' | 'rejectedPieces' | 'unaskedBytes'>;

/** The page's side of DeployNet, put together. */
export class DeployNetPage extends EventTarget implements DeployNet {
  private readonly journal = new Journal((type, detail) => this.dispatchEvent(new CustomEvent(type, { detail })));
  private readonly permission: Permission;
  private readonly keeper: ManifestKeeper;
  private readonly road: PeerRoad | undefined;
  readonly loader: Loader;
  private readiness: Promise<void> | undefined;
  /** Until the site's own worker turns out not to know us. */
  private mayKeep = true;
  /** Of links that are over. */
  private past: Sums = { receiptedBytes: 0, rejectedPieces: 0, unaskedBytes: 0 };

  constructor(options: Options) {
    super();
    const { site, waitMs = 0, consent } = options;
    this.permission = new Permission(consent !== undefined, () => this.permitted());
    const plainFetch = fetch.bind(globalThis);
    this.keeper = new ManifestKeeper(site, browserSequences, plainFetch, (code) => this.journal.because(code));
    const obstacle = obstacleTo(options);
    if (obstacle === undefined) {
      this.road = this.newRoad(options);
      addEventListener('visibilitychange', () => void this.settle());
      addEventListener('pagehide', () => this.road?.leave());
      addEventListener('pageshow', ({ persisted }) => void (persisted && this.warm()));
    } else {
      this.journal.because(obstacle);
    }
    const { keeper, road, journal } = this;
    const parts = { keeper, road, journal, fetch: plainFetch, base: document.baseURI, waitMs };
    const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer };
    const kept = serviceWorker && new KeptObjects(caches, () => this.mayKeep && serviceWorker.controller !== null);
    kept?.remember().catch(() => {}); // storage may be forbidden
    this.loader = new Loader({ ...parts, obstacle: () => this.obstacle, kept });
    // Without a worker only what a script asks for can come from peers, and that begins by itself: all else is a burden before
    // the page is there.
    if (serviceWorker?.controller) {
      void this.ready;
    } else {
      void loaded().then(() => this.ready);
    }
    if (obstacle !== 'bad-tag') {
      void this.startWorker(serviceWorker, options);
    }
  }

  get allowed(): boolean | undefined {
    return this.permission.allowed;
  }

  setAllowed(allowed: boolean): void {
    this.permission.allow(allowed);
  }

  get ready(): Promise<void> {
    this.readiness ??= this.begin();
    return this.readiness;
  }

  private async begin(): Promise<void> {
    if (this.road) {
      this.warm();
      await Promise.all([this.keeper.load(), this.road.settled(10_000)]);
    }
  }

  /** Something was allowed or forbidden. */
  private permitted(): void {
    this.warm();
    if (this.permission.obstacle) {
      this.road?.stop();
    }
    this.tellState();
  }

  private get obstacle(): WhyCode | undefined {
    return this.permission.obstacle ?? networkObstacle();
  }

  private get state(): RoadState {
    return this.road?.state ?? 'off';
  }

  private tellState(): void {
    this.dispatchEvent(new CustomEvent('state', { detail: { state: this.state } }));
  }

  fetch(input: RequestInfo | URL, init?: FetchInit): Promise<Response> {
    return this.loader.fetch(input, init);
  }

  stats(): Stats {
    const links = this.road?.allLinks ?? [];
    return {
      state: this.state,
      sequence: this.keeper.manifest?.sequence,
      bytes: { ...this.journal.bytes },
      duplicateBytes: this.loader.duplicates.bytes,
      ...this.sumOf(links),
      links: links.map((link) => this.linkStats(link)),
      files: this.journal.files(),
    };
  }

  async settle(): Promise<void> {
    await Promise.all(this.road?.allLinks.map((link) => link.settle()) ?? []);
  }

  why(): Why[] {
    return this.journal.reasons();
  }

  private warm(): void {
    this.permission.read();
    const { obstacle } = this;
    if (obstacle) {
      this.journal.because(obstacle);
    } else {
      this.road?.warm();
    }
  }

  // After the page has loaded: what it shows comes first.
  private async startWorker(worker: ServiceWorkerContainer | undefined, options: Options): Promise<void> {
    if (worker) {
      new Leader(this.loader, worker, this);
      await loaded();
      this.mayKeep = await registerWorker(worker, options, systemClock, (code) => this.journal.because(code));
    }
  }

  private linkStats(link: Link): LinkStats {
    const { verifiedBytes, verifiedPieces } = link.counters;
    const { bytesPerSecond, bytes: windowBytes } = link.window;
    const { peer, isUsable: open } = link;
    return { peer, open, verifiedBytes, verifiedPieces, bytesPerSecond, windowBytes };
  }

  private sumOf(links: readonly Link[]): Sums {
    const { ...sums } = this.past;
    for (const { receiptedBytes, counters } of links) {
      sums.receiptedBytes += receiptedBytes;
      sums.rejectedPieces += counters.rejectedPieces;
      sums.unaskedBytes += counters.unaskedBytes;
    }
    return sums;
  }

  because(code: WhyCode, path?: string): void {
    this.journal.because(code, path);
  }

  private newRoad({ site, signaling, pageToken }: Options): PeerRoad {
    return new PeerRoad({
      site,
      signaling,
      pageToken,
      clock: systemClock,
      journal: this.journal,
      session: SessionKey.generate(),
      connect: (events) => new RtcChannels(events),
      openSocket: (url) => new WebSocket(url),
      newSequence: (sequence) => void this.keeper.announced(sequence),
      linkOpened: (link) => this.loader.joined(link),
      linkEnded: (link) => {
        this.past = this.sumOf([link]);
      },
      forbidden: () => this.permission.obstacle,
      switchedOff: (ms) => this.permission.switchOff(ms),
      changed: () => this.tellState(),
    });
  }
}

async function loaded(): Promise<void> {
  await (document.readyState !== 'complete' && new Promise((resolve) => addEventListener('load', resolve)));
}

/** What forbids the use of peers on this page from the start. */
function obstacleTo({ site, signaling }: Options): WhyCode | undefined {
  if (!keyId(site) || !/^wss?:\/\/[^/]/.test(signaling)) {
    return 'bad-tag';
  }
  const { protocol, hostname } = new URL(signaling);
  const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (protocol !== 'wss:' && !(protocol === 'ws:' && isLoopback)) {
    return 'signaling-insecure';
  }
  if (globalThis.crypto?.subtle === undefined) {
    return 'no-crypto';
  }
  return globalThis.RTCPeerConnection === undefined ? 'no-webrtc' : undefined;
}

// Asked anew for each file: a telephone leaves its Wi-Fi without the page being loaded again.
function networkObstacle(): WhyCode | undefined {
  const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string } };
  if (connection?.saveData) {
    return 'save-data';
  }
  return /2g|3g/.test(connection?.effectiveType ?? '') ? 'slow-network' : undefined;
}
