import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { Network, tree } from "./network.js";

/* The sites in examples/, published as their READMEs say. */

const NOT_OF_THE_SITE = /^(README\.md|node_modules|dist)(\/|$)/;

/** Files of a folder by their names. */
export async function filesIn(folder, leftOut = NOT_OF_THE_SITE) {
  const found = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const name = relative(folder, file);
    if (entry.isFile() && !leftOut.test(name)) found[name] = await readFile(file);
  }
  return found;
}

/**
 * A healthy network whose site is the example. It is published twice, since only the first time says what `complete` then writes
 * into it: (network) => files.
 */
export async function exampleNetwork(files, complete) {
  const network = await Network.with(files);
  try {
    await network.startSignaling();
    await network.publish();
    for (const [name, content] of Object.entries(await complete(network))) {
      const file = join(network.site, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    await network.publish();
    await network.grant(1_000);
    await network.startPeer();
    await network.untilKept();
    return network;
  } catch (e) {
    await network.stop();
    throw e;
  }
}

export const example = (name) => join(tree, "examples", name);

/** The tag where the page says that it goes. */
export function withTag(html, network) {
  const written = String(html).replace(/<!-- deploynet: .* -->/, network.tag);
  if (!written.includes(network.siteId)) throw new Error("the page does not say where the tag goes");
  return written;
}
