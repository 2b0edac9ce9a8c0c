import { SessionKey } from '../../browser-client/src/key/session-key';
import { systemClock } from '../../browser-client/src/link/clock';
import { Journal } from '../../browser-client/src/page/journal';
import { PeerRoad } from '../../browser-client/src/road/peer-road';
import { RtcChannels } from '../../browser-client/src/road/rtc-channels';
import type { Link } from './discarding-link';

/* A page that finds the engine as any visitor does, and throws away what comes (see discarding-link.ts). */

const { site = '', signaling = '' } = document.currentScript?.dataset ?? {};

async function discard(object: string, bytes: number): Promise<number> {
  let road: PeerRoad;
  const warm = new Promise<void>((resolve, reject) => {
    const why = new Journal((_type, detail) => reject(new Error(JSON.stringify(detail))));
    road = new PeerRoad({
      site,
      signaling,
      clock: systemClock,
      journal: why,
      session: SessionKey.generate(),
      connect: (events) => new RtcChannels(events),
      openSocket: (url) => new WebSocket(url),
      newSequence: () => {},
      linkEnded: () => {},
      changed: (state) => state === 'warm' && resolve(),
    });
    road.warm();
  });
  await warm;
  // biome-ignore lint: the bundle of this page has the discarding link in the client's place.
  const link = (road! as PeerRoad).link as unknown as Link;
  const start = performance.now();
  await link.discard(object, bytes);
  const took = performance.now() - start;
  await new Promise((resolve) => setTimeout(resolve, 300)); // its last receipt is on its way
  return took;
}

Object.assign(globalThis, { discard });
