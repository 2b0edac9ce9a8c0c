import type { DeployNet } from './api';
import type { DeployNetVideo } from './video/api';
import { videoWith } from './video/video';

export type * from './video/api';

export const videoOf = (page: DeployNet): DeployNetVideo => videoWith(() => page);
