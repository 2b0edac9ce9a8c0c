import type { Loader } from '../page/loader';
import { type FromLeader, isOurs, LEADER_LOCK, say, type ToLeader, type ToTabs } from './messages';

const AHEAD = 4;
const BEAT_MS = 200;

/** One file on its way to the worker. */
interface Errand {
  readonly abort: AbortController;
  /** Chunks that the worker has room for. */
  room: number;
  wake: () => void;
}

/** The tab that answers the worker: one for each origin, by Web Locks; its links serve the other tabs, too. */
export class Leader {
  private leads = false;
  private port: MessagePort | undefined;
  private readonly errands = new Map<number, Errand>();

  constructor(
    private readonly loader: Loader,
    private readonly worker: ServiceWorkerContainer,
    page: EventTarget,
  ) {
    page.addEventListener('state', () => this.tellHope());
    worker.addEventListener('message', ({ data }) => {
      if (isOurs<ToTabs>(data) && data.type === 'who-leads') {
        this.announce();
      }
    });
    worker.addEventListener('controllerchange', () => this.announce());
    worker.startMessages();
    addEventListener('pageshow', ({ persisted }) => void (persisted && this.lead()));
    this.lead();
  }

  // Until the page goes: a browser does not keep one that holds a lock, or waits for it.
  private lead(): void {
    const waiting = new AbortController();
    const held = new Promise<void>((resolve) => {
      const go = () => {
        this.leads = false;
        this.port?.postMessage(say({ type: 'gone' }));
        this.port = undefined;
        waiting.abort();
        resolve();
      };
      addEventListener('pagehide', go, { once: true });
    });
    const lead = () => {
      this.leads = true;
      this.announce();
      return held;
    };
    navigator.locks?.request(LEADER_LOCK, { signal: waiting.signal }, lead).catch(() => {});
  }

  private announce(): void {
    const { controller } = this.worker;
    if (this.leads && controller) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => {
        if (isOurs<ToLeader>(data)) {
          this.heard(data, port1);
        }
      };
      this.port = port1;
      void this.loader.known.then(() => this.tellHope());
      controller.postMessage(say({ type: 'leads', hope: this.loader.hope }), [port2]);
    }
  }

  private tellHope(): void {
    this.port?.postMessage(say({ type: 'hope', hope: this.loader.hope }));
  }

  private heard(message: ToLeader, port: MessagePort): void {
    const { id } = message;
    const errand = this.errands.get(id);
    if (message.type === 'ask') {
      void this.run(id, message.url, port);
    } else if (message.type === 'more' && errand) {
      errand.room++;
      errand.wake();
    } else {
      errand?.abort.abort();
      errand?.wake();
    }
  }

  private async run(id: number, url: string, port: MessagePort): Promise<void> {
    const tell = (message: FromLeader, give: Transferable[] = []) => port.postMessage(say(message), give);
    if (!this.loader.wouldUsePeer(url)) {
      tell({ type: 'refuse', id });
      return;
    }
    tell({ type: 'take', id });
    // A page that is busy with other files is not silent.
    const beat = setInterval(() => tell({ type: 'take', id }), BEAT_MS);
    const errand: Errand = { abort: new AbortController(), room: AHEAD, wake: () => {} };
    this.errands.set(id, errand);
    let ok = false;
    try {
      const response = await this.loader.forWorker(url, errand.abort.signal);
      tell({ type: 'begin', id, verified: this.loader.verified.has(response) });
      const reader = response.body?.getReader();
      for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
        const bytes = read.value;
        tell({ type: 'bytes', id, bytes }, [bytes.buffer]);
        errand.room--;
        await this.room(errand);
      }
      ok = response.ok;
    } catch {
      // Said as `end`: the worker goes on with the origin.
    }
    clearInterval(beat);
    this.errands.delete(id);
    tell({ type: 'end', id, ok });
  }

  private async room(errand: Errand): Promise<void> {
    while (errand.room <= 0) {
      errand.abort.signal.throwIfAborted();
      await new Promise<void>((resolve) => {
        errand.wake = resolve;
      });
    }
  }
}
