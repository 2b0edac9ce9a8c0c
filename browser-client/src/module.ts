import { DeployNetPage, type Options } from './page/deploynet';
import { MarkedElements } from './page/elements';

export type { DeployNetPage, LinkStats, Options, Stats } from './page/deploynet';
export type { FileStats, Source, SourceDetail, Why, WhyCode } from './page/journal';

/** Starts DeployNet on this page; `elements: true` also loads what is marked with `data-deploynet-src`. */
export function start(options: Options & { readonly elements?: boolean }): DeployNetPage {
  const page = new DeployNetPage(options);
  if (options.elements ?? true) {
    new MarkedElements(page).watch(document);
  }
  return page;
}
