/**
 * When what happened while a page loaded, for whoever asks where the time goes: what the page's own timing says, its signaling and
 * its link as they can be seen from outside, and what the origin was asked for. Milliseconds of the page's clock.
 */
export class Trace {
  #asked = [];

  constructor(origin) {
    this.origin = origin;
  }

  async begin(visit) {
    this.#asked = [];
    this.origin.intercept = (_request, _response, path) => {
      this.#asked.push({ at: Date.now(), path });
      return false;
    };
    await visit.page.evaluateOnNewDocument(watch);
  }

  /** Takes down what there is to be said of the page that has just loaded. */
  async end(visit) {
    this.origin.intercept = () => false;
    const { start, events } = await visit.page.evaluate(seen);
    for (const [what, at] of this.#milestones()) events.push([at - start, `origin: ${what}`]);
    events.sort((a, b) => a[0] - b[0]);
    this.lines = events.map(([at, what]) => `${at.toFixed(0).padStart(8)} ms  ${what}`);
  }

  // Pictures are many: the first, the one that makes it half of them, and the last tell enough.
  #milestones() {
    const pictures = this.#asked.filter(({ path }) => path.startsWith("/picture/"));
    const others = this.#asked.filter(({ path }) => !path.startsWith("/picture/"));
    const nth = (index) => pictures[index] && [[`asked for picture ${index + 1} of the ${pictures.length} that it was asked for`, pictures[index].at]];
    const some = [...new Set([0, 6, pictures.length >> 1, pictures.length - 1])].sort((a, b) => a - b);
    return [...others.map(({ path, at }) => [`asked for ${path}`, at]), ...some.flatMap((index) => nth(index) ?? [])];
  }
}

/** Runs in the page before anything of it. */
function watch() {
  const events = [];
  const once = new Set();
  const saw = (what) => {
    if (!once.has(what)) {
      once.add(what);
      events.push([performance.now(), what]);
    }
  };
  globalThis.seenByTrace = events;
  // Not by the resources' own timing: Firefox 140 gives what a worker answers no duration.
  const shown = [];
  globalThis.shownByTrace = shown;
  const isShown = ({ target }) => target instanceof HTMLImageElement && shown.push(performance.now());
  document.addEventListener("load", isShown, true);
  const typeOf = (text) => {
    try {
      const { type, code, why } = JSON.parse(text);
      return [type, code ?? why].filter(Boolean).join(" ");
    } catch {
      return "something else";
    }
  };
  const Plain = globalThis.WebSocket;
  globalThis.WebSocket = class extends Plain {
    constructor(...words) {
      super(...words);
      saw("signaling: is being opened");
      this.addEventListener("open", () => saw("signaling: is open"));
      this.addEventListener("message", ({ data }) => saw(`signaling: says ${typeOf(data)}`));
    }
    send(text) {
      saw(`signaling: is told ${typeOf(text)}`);
      super.send(text);
    }
  };
  const Connection = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Connection {
    constructor(...words) {
      super(...words);
      saw("link: is begun");
      this.addEventListener("iceconnectionstatechange", () => saw(`link: ICE is ${this.iceConnectionState}`));
      this.addEventListener("connectionstatechange", () => saw(`link: is ${this.connectionState}`));
    }
    createDataChannel(name, ...words) {
      const channel = super.createDataChannel(name, ...words);
      channel.addEventListener("open", () => saw(`link: channel ${name} is open`));
      channel.addEventListener("message", ({ data }) =>
        saw(typeof data === "string" ? `link: super-peer says ${typeOf(data)}` : "link: first bytes of a file"),
      );
      const send = channel.send.bind(channel);
      channel.send = (data) => {
        saw(`link: page says ${typeOf(data)}`);
        send(data);
      };
      return channel;
    }
  };
}

function seen() {
  const events = [...(globalThis.seenByTrace ?? [])];
  const add = (at, what) => at > 0 && events.push([at, what]);
  const [page] = performance.getEntriesByType("navigation");
  add(page.workerStart, "page: worker is ready");
  add(page.requestStart, "page: asked for");
  add(page.responseStart, "page: first byte");
  add(page.responseEnd, "page: last byte");
  add(page.domContentLoadedEventEnd, "page: parsed");
  add(page.loadEventEnd, "page: has loaded");
  const wanted = [];
  for (const { name, startTime, responseEnd } of performance.getEntriesByType("resource")) {
    const { pathname } = new URL(name);
    if (pathname.startsWith("/picture/")) {
      wanted.push(startTime);
    } else {
      add(startTime, `${pathname}: wanted`);
      if (responseEnd > startTime) add(responseEnd, `${pathname}: is here`);
    }
  }
  add(Math.min(...wanted), "pictures: first one wanted");
  add(Math.max(...wanted), "pictures: last one wanted");
  const here = globalThis.shownByTrace ?? [];
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const index = Math.round(share * (here.length - 1));
    add(here[index], `pictures: ${index + 1} of ${here.length} are here`);
  }
  return { start: performance.timeOrigin, events };
}
