import { after, describe } from "node:test";
import { browserNames, launch } from "./browsers.js";
import { Visit } from "./visit.js";

/** One browser of each kind for all suites of a process: Firefox takes seconds to start and to end. */
const launched = new Map();

export function browser(name) {
  if (!launched.has(name)) launched.set(name, launch(name));
  return launched.get(name);
}

after(async () => {
  for (const program of launched.values()) await (await program).close();
});

/** Runs `tests` once in each browser; `visit(url)` opens a page there. */
export function inEachBrowser(title, tests) {
  for (const name of browserNames) {
    describe(`${title}, in ${name}`, () => tests({ name, visit: async (url) => Visit.of(await browser(name), url) }));
  }
}
