import { MARK, SCRIPT_PATH } from '../tab/messages';

/** What the worker needs to give pages while the origin is down. */
export interface PagesSetting {
  /** Whom a page asks for super-peers. */
  readonly signaling: string;
  /** Whether visitors are asked before anybody but the origin is. */
  readonly asks: boolean;
  readonly standInScript: string;
}

/** What the page that stands in runs (src/stand-in.ts). No manifest may list it: the worker alone answers it. */
export const STAND_IN_SCRIPT_PATH = '/.well-known/deploynet/stand-in.js';
const LINK_WAIT_MS = 10_000;

/** The page that the worker gives while it has not got the real one: a worker has no WebRTC, so a page has to fetch it. */
export class StandIn {
  constructor(
    private readonly site: string,
    private readonly setting: PagesSetting,
  ) {}

  /** For a file of the manifest; its path is canonical, so nothing in it means anything in HTML. */
  page(path: string): Response {
    const { href, origin } = new URL(this.setting.signaling);
    const address = href.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    const consent = this.setting.asks ? ' data-consent="ask"' : '';
    const html = `<!doctype html><meta charset="utf-8"><script src="${STAND_IN_SCRIPT_PATH}" data-path="${path}"></script>
<script src="${SCRIPT_PATH}" data-site="${this.site}" data-signaling="${address}" data-wait="${LINK_WAIT_MS}"${consent} async></script>
`;
    return new Response(html, {
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Cache-Control': 'no-store',
        'Content-Security-Policy': `default-src 'none'; script-src 'self'; connect-src 'self' ${origin}`,
        [MARK]: 'fetching',
      },
    });
  }

  script(): Response {
    return new Response(this.setting.standInScript, { headers: { 'Content-Type': 'text/javascript; charset=utf-8' } });
  }
}
