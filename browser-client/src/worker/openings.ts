import type { FetchAsked } from './scope';

const MOST_PAGES = 100;

/**
 * Knows which request opens a page. A navigation does; but where the site's own worker answers that itself, nobody else hears of
 * it, and the page shows by the first thing that it asks for.
 */
export class Openings {
  private readonly pages = new Set<string>();

  constructor(private readonly isGuest: boolean) {}

  isOne({ request, clientId, resultingClientId }: FetchAsked): boolean {
    const isNavigation = request.mode === 'navigate';
    const page = isNavigation ? resultingClientId : clientId;
    const isNew = this.isGuest && !!page && !this.pages.has(page);
    if (isNew) {
      // Whoever is forgotten costs one question more.
      if (this.pages.size >= MOST_PAGES) {
        this.pages.clear();
      }
      this.pages.add(page);
    }
    return isNavigation || isNew;
  }
}
