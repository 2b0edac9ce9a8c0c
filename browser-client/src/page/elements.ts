import type { Entry } from '../content/manifest';
import type { DeployNetPage } from './deploynet';

const ATTRIBUTES = ['data-deploynet-src', 'data-deploynet-href'];
const SELECTOR = ATTRIBUTES.map((name) => `[${name}]`).join();
const LARGEST_MEDIA_BYTES = 64 * 1024 * 1024;
const RELATIVE_URL = /(url\(\s*['"]?|@import\s+['"])(?!data:|blob:|https?:|\/\/|#)([^'")]+)/gi;

/**
 * Elements marked with `data-deploynet-src` (`-href` for links) get their file through the loader, as an object URL; where that is not possible
 * their address is set as if there were no DeployNet.
 */
export class MarkedElements {
  private readonly observer = new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        this.find(node);
      }
      if (change.type === 'attributes') {
        this.find(change.target);
      }
    }
  });

  constructor(private readonly page: DeployNetPage) {}

  watch(root: Document): void {
    this.observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ATTRIBUTES });
    this.find(root.documentElement);
  }

  private find(node: Node): void {
    if (node instanceof Element) {
      for (const element of [node, ...node.querySelectorAll(SELECTOR)]) {
        const name = ATTRIBUTES.find((attribute) => element.hasAttribute(attribute));
        const url = name && element.getAttribute(name);
        if (name && url) {
          // Taken off, so that each is loaded once.
          element.removeAttribute(name);
          void this.load(element, url);
        }
      }
    }
  }

  private async load(element: Element, url: string): Promise<void> {
    const absolute = new URL(url, document.baseURI).href;
    try {
      const entry = await this.page.loader.mayUsePeer(absolute);
      if (entry === undefined || this.isBetterDirect(element, entry, absolute)) {
        this.direct(element, absolute);
        return;
      }
      const response = await this.page.fetch(absolute);
      const blob = response.ok ? await this.blob(response, element, absolute) : undefined;
      if (blob === undefined) {
        this.direct(element, absolute);
      } else {
        this.show(element, blob);
      }
    } catch {
      this.direct(element, absolute);
    }
  }

  private isBetterDirect(element: Element, entry: Entry, url: string): boolean {
    const path = new URL(url).pathname;
    if (element instanceof HTMLScriptElement && element.type === 'module') {
      this.page.because('relative-module', path);
      return true;
    }
    const isMedia = element instanceof HTMLMediaElement || element instanceof HTMLSourceElement;
    if (isMedia && entry.size > LARGEST_MEDIA_BYTES) {
      this.page.because('large-media', path);
      return true;
    }
    return false;
  }

  // The addresses inside a style sheet are relative to it, and an object URL has no place.
  private async blob(response: Response, element: Element, url: string): Promise<Blob> {
    if (!(element instanceof HTMLLinkElement) || element.rel !== 'stylesheet') {
      return response.blob();
    }
    const css = (await response.text()).replace(
      RELATIVE_URL,
      (_, before: string, address: string) => before + new URL(address.trim(), url).href,
    );
    return new Blob([css], { type: 'text/css' });
  }

  private show(element: Element, blob: Blob): void {
    const objectUrl = URL.createObjectURL(blob);
    if (!(element instanceof HTMLMediaElement || element instanceof HTMLSourceElement)) {
      const revoke = () => URL.revokeObjectURL(objectUrl);
      element.addEventListener('load', revoke, { once: true });
      element.addEventListener('error', revoke, { once: true });
    }
    point(element, objectUrl);
  }

  private direct(element: Element, url: string): void {
    element.addEventListener('load', () => void this.page.loader.loadedDirectly(url), { once: true });
    point(element, url);
  }
}

function point(element: Element, url: string): void {
  element.setAttribute(element instanceof HTMLLinkElement ? 'href' : 'src', url);
  if (element instanceof HTMLSourceElement && element.parentElement instanceof HTMLMediaElement) {
    element.parentElement.load();
  }
}
