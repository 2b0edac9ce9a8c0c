import type { DeployNet, Source } from '../api';
import type { BadgeOptions } from './api';
import { element } from './elements';
import { amount, headline, LANGUAGE, reasons, words } from './figures';
import css from './style.css';

const TAG = 'deploynet-badge';
const SOURCES = ['peer', 'origin', 'kept'] as const;

/**
 * The pill that tells how much of a page came from volunteers, and the panel behind it with the visitor's switch. In a shadow
 * root, with a constructed style sheet: neither the site's styles nor a strict Content-Security-Policy touch it.
 */
export class Badge {
  readonly host: HTMLElement;
  private readonly label = element('span', {});
  private readonly pill = element(
    'button',
    { class: 'pill', 'aria-expanded': 'false', 'aria-controls': 'panel' },
    mark(),
    this.label,
  );
  private readonly bar = element('svg:svg', { class: 'bar', 'aria-hidden': 'true' });
  private readonly amounts = new Map<Source, HTMLElement>();
  private readonly question = element('div', {}, element('p', { class: 'question' }, words.question));
  private readonly power = element(
    'button',
    { class: 'switch', role: 'switch' },
    element('span', {}, words.switch),
    element(
      'svg:svg',
      { class: 'track', 'aria-hidden': 'true' },
      element('svg:rect', { width: '40', height: '22', rx: '11' }),
      element('svg:circle', { class: 'knob', cx: '11', cy: '11', r: '8' }),
    ),
  );
  private readonly list = element('ul', {});
  private readonly why = element('div', {}, element('h3', {}, words.reasons), this.list);
  private readonly panel: HTMLElement;
  private isOpen = false;
  private isDrawing = false;

  constructor(
    private readonly page: DeployNet,
    private readonly options: BadgeOptions,
  ) {
    const close = element('button', { class: 'close', 'aria-label': words.close }, '×');
    this.question.append(
      element('div', { class: 'choice' }, this.choice(words.yes, true), this.choice(words.no, false)),
    );
    this.panel = element(
      'div',
      { id: 'panel', class: 'panel', role: 'dialog', 'aria-labelledby': 'title', tabindex: '-1', hidden: '' },
      element('header', {}, element('h2', { id: 'title' }, words.title), close),
      this.bar,
      element('dl', {}, ...SOURCES.map((source) => this.row(source))),
      element('p', {}, words.privacy),
      this.question,
      this.power,
      this.why,
    );
    this.host = document.querySelector<HTMLElement>(TAG) ?? this.placed();
    this.fill(this.host.attachShadow({ mode: 'open' }));
    this.pill.addEventListener('click', () => this.show(!this.isOpen));
    close.addEventListener('click', () => this.show(false));
    this.power.addEventListener('click', () => page.setAllowed(!this.isOn));
    for (const type of ['source', 'state', 'why']) {
      page.addEventListener(type, () => this.soon());
    }
    // A question that nobody sees is not asked; the focus stays where the visitor is.
    this.isOpen = this.isAsked;
    this.draw();
  }

  private get isAsked(): boolean {
    return this.options.consent !== undefined && this.page.allowed === undefined;
  }

  private get isOn(): boolean {
    return this.page.allowed !== false && !this.isAsked;
  }

  private placed(): HTMLElement {
    const { position = 'bottom-end' } = this.options;
    return document.body.appendChild(element(TAG, { 'data-position': position }));
  }

  private fill(root: ShadowRoot): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    for (const part of [this.pill, this.panel]) {
      // The words are English in whatever language the page is.
      part.lang = LANGUAGE;
      part.dir = 'ltr';
      root.append(part);
    }
    root.addEventListener('keydown', (event) => {
      if ((event as KeyboardEvent).key === 'Escape' && this.isOpen) {
        this.show(false);
      }
    });
  }

  private row(source: Source): HTMLElement {
    const value = element('dd', {});
    this.amounts.set(source, value);
    return element('div', {}, element('i', { class: source }), element('dt', {}, words[source]), value);
  }

  private choice(text: string, allowed: boolean): HTMLElement {
    const button = element('button', {}, text);
    button.addEventListener('click', () => {
      this.page.setAllowed(allowed);
      this.show(false);
    });
    return button;
  }

  private show(isShown: boolean): void {
    this.isOpen = isShown;
    this.draw();
    (isShown ? this.panel : this.pill).focus();
  }

  /** Many events at a time are drawn once. */
  private soon(): void {
    if (!this.isDrawing) {
      this.isDrawing = true;
      requestAnimationFrame(() => {
        this.isDrawing = false;
        this.draw();
      });
    }
  }

  private draw(): void {
    const { page, isOpen, isOn, isAsked } = this;
    const { bytes } = page.stats();
    this.label.textContent = headline(bytes, isOn, isAsked);
    this.pill.setAttribute('aria-expanded', String(isOpen));
    this.panel.hidden = !isOpen;
    this.question.hidden = !isAsked;
    this.power.hidden = isAsked;
    this.power.setAttribute('aria-checked', String(isOn));
    if (isOpen) {
      this.drawBytes(bytes);
      const latest = reasons(page.why());
      this.why.hidden = isAsked || latest.length === 0;
      this.list.replaceChildren(...latest.map((text) => element('li', {}, text)));
    }
  }

  private drawBytes(bytes: Readonly<Record<Source, number>>): void {
    const all = bytes.peer + bytes.origin + bytes.kept || 1;
    let at = 0;
    const parts = SOURCES.map((source) => {
      const width = (100 * bytes[source]) / all;
      const part = element('svg:rect', { class: source, x: `${at}%`, width: `${width}%`, height: '8' });
      at += width;
      return part;
    });
    this.bar.replaceChildren(...parts);
    for (const [source, value] of this.amounts) {
      value.textContent = amount(bytes[source]);
    }
  }
}

/** Three around one, as in the icon. */
function mark(): SVGElement {
  return element(
    'svg:svg',
    { class: 'mark', viewBox: '0 0 64 64', 'aria-hidden': 'true' },
    element('svg:path', {
      d: 'M41.4 12.2a22 22 0 0 1 12.5 21.7M44.4 50.2a22 22 0 0 1-24.8 0M10.1 33.9a22 22 0 0 1 12.5-21.7',
      fill: 'none',
      'stroke-width': '4',
    }),
    ...[
      ['32', '32', '9'],
      ['32', '10', '6'],
      ['51', '43', '6'],
      ['13', '43', '6'],
    ].map(([cx = '', cy = '', r = '']) => element('svg:circle', { cx, cy, r, stroke: 'none' })),
  );
}
