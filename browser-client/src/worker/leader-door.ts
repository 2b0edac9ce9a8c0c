import type { Clock } from '../link/clock';
import { type FromLeader, type Hope, isOurs, say, type ToLeader } from '../tab/messages';
import { Errand } from './errand';

const ANSWER_MS = 20;

/** The way to the tab that leads. In time it takes a file over, or the file is fetched as if there were no DeployNet. */
export class LeaderDoor {
  /** What the tab says of its link; undefined while none leads. */
  hope: Hope | undefined;
  /** Another tab leads, none does, or its hope is another. */
  changed: () => void = () => {};
  private port: MessagePort | undefined;
  private readonly errands = new Map<number, Errand>();
  private nextId = 1;
  private come: () => void = () => {};

  constructor(
    private readonly clock: Clock,
    /** Asks all tabs which of them leads. */
    readonly look: () => void,
  ) {}

  /** Another tab leads now: what the one before had under way is for others to finish. */
  leads(port: MessagePort, hope: Hope): void {
    this.close();
    this.port = port;
    port.onmessage = ({ data }) => {
      if (!isOurs<FromLeader>(data)) {
        return;
      }
      if (data.type === 'hope') {
        this.hopes(data.hope);
      } else if (data.type === 'gone') {
        this.close();
      } else {
        this.errands.get(data.id)?.hear(data);
      }
    };
    this.come();
    this.hopes(hope);
  }

  /** The file on its way, or undefined where no tab takes it over. */
  async ask(url: string, ms = ANSWER_MS): Promise<Errand | undefined> {
    const deadline = this.clock.now() + ms;
    if (this.port === undefined) {
      this.look();
      await this.within(ANSWER_MS, new Promise<void>((resolve) => (this.come = resolve)));
    }
    const { port } = this;
    if (port === undefined) {
      return undefined;
    }
    const id = this.nextId++;
    const tell = (message: ToLeader) => port.postMessage(say(message));
    const errand = new Errand(id, this.clock, tell, () => this.errands.delete(id));
    this.errands.set(id, errand);
    tell({ type: 'ask', id, url });
    const isTaken = await this.within(deadline - this.clock.now(), errand.taken);
    if (isTaken) {
      return errand;
    }
    errand.stop();
    if (isTaken === undefined && this.port === port) {
      // Closed, frozen or very busy. It announces itself again if it is asked who leads.
      this.close();
    }
    return undefined;
  }

  private close(): void {
    for (const errand of [...this.errands.values()]) {
      errand.lost();
    }
    this.port?.close();
    this.port = undefined;
    this.hopes(undefined);
  }

  private hopes(hope: Hope | undefined): void {
    if (hope !== this.hope) {
      this.hope = hope;
      this.changed();
    }
  }

  private within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
    const late = new Promise<undefined>((resolve) => {
      this.clock.after(Math.max(0, ms), () => resolve(undefined));
    });
    return Promise.race([work, late]);
  }
}
