import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";

/**
 * Chromium by the DevTools protocol, Firefox by WebDriver BiDi; both as the system ships them, with no preference
 * changed: what fails here fails for visitors. DEPLOYNET_BROWSERS=chromium chooses one.
 */
const programs = {
  chromium: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
  firefox: ["/usr/bin/firefox-esr", "/usr/bin/firefox"],
};

export const browserNames = (process.env.DEPLOYNET_BROWSERS ?? "chromium,firefox").split(",");

/** The browser's program. */
export function programOf(name) {
  const executablePath = programs[name].find(existsSync);
  if (!executablePath) {
    throw new Error(`no ${name} at ${programs[name].join(", ")}: install it, or set DEPLOYNET_BROWSERS`);
  }
  return executablePath;
}

/** @param {string[]} more arguments for Chromium, where something other than the product is looked at with it */
export async function launch(name, more = []) {
  const executablePath = programOf(name);
  return name === "firefox"
    ? puppeteer.launch({ browser: "firefox", executablePath, headless: true })
    : puppeteer.launch({ executablePath, headless: true, args: [...chromiumArguments(), ...more] });
}

// Chromium's own sandbox refuses to start for root. /dev/shm is 64 MB in a container, which a tab fills.
function chromiumArguments() {
  const asRoot = process.getuid() === 0 ? ["--no-sandbox"] : [];
  return [...asRoot, "--disable-dev-shm-usage"];
}

/** Chromium by a `program` that starts it elsewhere, in another network namespace, say: it is steered by a pipe. */
export function launchChromiumBy(program, env) {
  return puppeteer.launch({ executablePath: program, headless: true, pipe: true, env: { ...process.env, ...env }, args: chromiumArguments() });
}

/** A Firefox that was started with `--remote-debugging-port`; its end is that of `close`. */
export function connectFirefox(port) {
  return puppeteer.connect({ browser: "firefox", protocol: "webDriverBiDi", browserWSEndpoint: `ws://127.0.0.1:${port}/session` });
}
