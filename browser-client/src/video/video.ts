import type { DeployNet } from '../api';
import { systemClock } from '../link/clock';
import type { DeployNetVideo } from './api';
import { Asker } from './asker';
import { hlsLoaderFor } from './hls-loader';
import { FilmPlayback } from './playback';

/** Films by way of the page's DeployNet, or of the origin alone where there is none. */
export function videoWith(page: () => DeployNet | undefined): DeployNetVideo {
  const asker = new Asker(page);
  const parts = { asker, clock: systemClock, fetch: fetch.bind(globalThis) };
  return {
    hlsLoader: (element) => hlsLoaderFor({ ...parts, player: element }),
    play: (element, film, options = {}) => new FilmPlayback({ ...parts, element }, film, options),
  };
}
