import type { Bytes } from '../bytes';
import type { Entry } from '../content/manifest';
import { WholeCheck } from '../content/whole-check';
import type { Turn } from './waiting-room';

const NOBODYS = { got: () => {}, done: () => {} };

/**
 * The bytes of `copy` if they are the whole file of the manifest; undefined where they are anything else. `turn` hears what has
 * come, and that all has: what follows costs the origin nothing.
 */
export async function wholeCopy(
  entry: Entry,
  copy: Response,
  turn: Pick<Turn, 'got' | 'done'> = NOBODYS,
): Promise<Blob | undefined> {
  const check = new WholeCheck(entry.id, entry.size);
  const chunks: Bytes[] = [];
  const reader = copy.body?.getReader();
  for (let read = await reader?.read(), at = 0; read && !read.done; read = await reader?.read()) {
    at += read.value.length;
    turn.got(read.value.length);
    if (at > entry.size) {
      await reader?.cancel();
      return undefined;
    }
    check.add(read.value);
    chunks.push(read.value);
  }
  turn.done();
  return (await check.isRight()) ? new Blob(chunks) : undefined;
}
