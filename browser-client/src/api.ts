/* What a page sees of DeployNet. */

/** What the script tag says. */
export interface Options {
  /** The site's id: 40 hex digits. */
  readonly site: string;
  /** The address of the signaling server: `wss://…/v1/visitor`. */
  readonly signaling: string;
  /** How many milliseconds a request may wait for the first link instead of asking the origin at once; 0 if not given. */
  readonly waitMs?: number;
  /** Whether elements marked with `data-deploynet-src` are loaded, too; true if not given. */
  readonly elements?: boolean;
  /** Whether the site's service worker is registered; true if not given. False takes it off again. */
  readonly worker?: boolean;
  /** What the origin gave this page, where the site pays only for such pages. */
  readonly pageToken?: string | undefined;
  /** `ask`: nobody but the site's origin is contacted before `setAllowed(true)`. */
  readonly consent?: 'ask' | undefined;
}

/** A link to a super-peer as `stats()` tells it. */
export interface LinkStats {
  readonly peer: string;
  /** Whether a request that comes now would go to it. */
  readonly open: boolean;
  readonly verifiedBytes: number;
  readonly verifiedPieces: number;
  readonly bytesPerSecond: number;
  readonly windowBytes: number;
}

/** What `stats()` answers. Sizes in bytes. */
export interface Stats {
  readonly state: RoadState;
  readonly sequence: number | undefined;
  readonly bytes: { readonly peer: number; readonly origin: number; readonly kept: number };
  /** Bytes that came although another source had brought them, or in vain. */
  readonly duplicateBytes: number;
  /** Payload from super-peers for which receipts were signed. */
  readonly receiptedBytes: number;
  /** Pieces and piece layers that were thrown away because they were not the publisher's. */
  readonly rejectedPieces: number;
  /** Bytes that nobody asked for. */
  readonly unaskedBytes: number;
  readonly links: readonly LinkStats[];
  readonly files: readonly FileStats[];
}

/**
 * `off`: peers are left alone after failures, are forbidden, or cannot be used at all. `idle`: no link is wanted or possible now. `warm`: a
 * link is open.
 */
export type RoadState = 'off' | 'idle' | 'connecting' | 'warm';

/** Why a peer was not used, or was dropped. */
export interface Why {
  /** What `say` of `@deploynet/client/words` puts into words: a key of i18n/browser/en.json. */
  readonly code: string;
  /** The numbers in those words: `ms`, `bytes`. */
  readonly figures: Readonly<Record<string, number>>;
  readonly path?: string;
  readonly at: number;
  /** How often, where the same thing happened again. */
  readonly count: number;
}

/** `kept`: verified at an earlier time and kept by this browser. */
export type Source = 'peer' | 'origin' | 'kept';

/** Bytes of one file that reached the page, where from, and where in the file they belong. */
export interface SourceDetail {
  readonly path: string;
  readonly from: Source;
  readonly peer?: string;
  readonly offset: number;
  readonly bytes: number;
  readonly size: number;
}

/** One file and how it came. */
export interface FileStats {
  readonly path: string;
  readonly size: number;
  readonly type: string;
  readonly peerBytes: number;
  readonly originBytes: number;
  readonly keptBytes: number;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly failed?: true;
  /** Whoever asked for it let it go before all of it was here. */
  readonly aborted?: true;
}

/** What happened, in `detail` of the events. */
export interface DeployNetEvents {
  /** Bytes of a file reached the page. */
  source: CustomEvent<SourceDetail>;
  /** A file is complete, failed or was let go. */
  file: CustomEvent<FileStats>;
  state: CustomEvent<{ readonly state: RoadState }>;
  why: CustomEvent<Why>;
}

/**
 * What `fetch` can be told. `priority`, as in the standard: `high` goes before everything else at the super-peer and is hedged
 * after 50 to 150 ms, `low` gives way to what is more urgent; without it the type of the file decides.
 */
export interface FetchInit extends RequestInit {
  /** In milliseconds: what a super-peer has not sent by then comes from the origin. 0: all of it does. None if not given. */
  readonly deadlineMs?: number;
}

/** The global `DeployNet` of a page. */
export interface DeployNet extends EventTarget {
  /** What the visitor chose for this origin, here or in another tab; undefined before there was a choice. */
  readonly allowed: boolean | undefined;
  /** The visitor's choice, for all pages and tabs of this origin from now on: links are closed where it is false. */
  setAllowed(allowed: boolean): void;
  /** Resolves once it is known whether peers can be used: the first link is warm, or there is none for now. */
  readonly ready: Promise<void>;
  /** As `fetch`, with the body from a super-peer where that is possible and right. */
  fetch(input: RequestInfo | URL, init?: FetchInit): Promise<Response>;
  stats(): Stats;
  /** Every reason why a peer was not used, or was dropped. */
  why(): Why[];
  /** Signs receipts for all that was verified so far; resolves when they are on their way. */
  settle(): Promise<void>;
  addEventListener<K extends keyof DeployNetEvents>(
    type: K,
    listener: (event: DeployNetEvents[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** Starts DeployNet on this page. */
export type Start = (options: Options) => DeployNet;
