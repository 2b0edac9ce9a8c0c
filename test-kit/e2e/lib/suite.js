import { after, before, describe } from "node:test";
import { browserNames, launch } from "./browsers.js";
import { Visit } from "./visit.js";

/** Runs `tests` once in each browser; `visit(url)` opens a page there that is closed with the browser. */
export function inEachBrowser(title, tests) {
  for (const name of browserNames) {
    describe(`${title}, in ${name}`, () => {
      let browser;
      before(async () => {
        browser = await launch(name);
      });
      after(() => browser?.close());
      tests({ name, visit: (url) => Visit.of(browser, url) });
    });
  }
}
