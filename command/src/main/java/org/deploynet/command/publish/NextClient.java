package org.deploynet.command.publish;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.deploynet.protocol.content.Manifest;

/**
 * A newer page script and service worker that a site gives to some of the visitors that come again (docs/browser.md).
 * {@code share} in percent of them. Immutable.
 */
public record NextClient(int share, byte[] page, byte[] serviceWorker) {
    static final String PAGE_PATH = "/deploynet-next.js";
    static final String WORKER_PATH = "/deploynet-next-sw.js";

    /** These scripts under their other names: the page's registers the worker that belongs to it. */
    static NextClient of(BrowserScripts scripts, int share) {
        String page = new String(scripts.page(), StandardCharsets.US_ASCII);
        if (!page.contains(BrowserScripts.WORKER_PATH)) {
            throw new IllegalStateException("the page's script does not name its service worker");
        }
        String next = page.replace(BrowserScripts.WORKER_PATH, WORKER_PATH);
        return new NextClient(share, next.getBytes(StandardCharsets.US_ASCII), scripts.serviceWorker());
    }

    Manifest.NextClient inManifest() {
        byte[] hash = BrowserScripts.hash("SHA-256", page);
        return new Manifest.NextClient(share, HexFormat.of().formatHex(hash));
    }
}
