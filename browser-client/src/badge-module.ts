import type { DeployNet } from './api';
import type { BadgeOptions } from './badge/api';
import { Badge } from './badge/badge';

export type * from './badge/api';

/** Shows the badge of `page`, and gives its element. */
export const showBadge = (page: DeployNet, options: BadgeOptions = {}): HTMLElement => new Badge(page, options).host;
