import texts from '../../i18n/browser/en.json';
import type { Why } from './api';

/** A reason of `DeployNet.why()` in words. A file of its own: a page that shows none need not load them. */
export function say({ code, figures }: Pick<Why, 'code' | 'figures'>): string {
  const text = (texts as Record<string, string>)[code] ?? code;
  return text.replace(/\{(\w+)\}/g, (place, name) => {
    const figure = figures[name];
    return figure === undefined ? place : String(Math.round(figure)); // a browser's clock has fractions
  });
}
