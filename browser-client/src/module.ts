import type { Start } from './api';
import { DeployNetPage } from './page/deploynet';
import { MarkedElements } from './page/elements';

export type * from './api';

export const start: Start = (options) => {
  const page = new DeployNetPage(options);
  if (options.elements ?? true) {
    new MarkedElements(page).watch(document);
  }
  return page;
};
