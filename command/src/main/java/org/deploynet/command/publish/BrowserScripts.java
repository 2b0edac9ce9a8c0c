package org.deploynet.command.publish;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The scripts that sites embed, as they came with this program: the page's, the service worker's that was built for it, and
 * those for films and for the badge, which add to the page's.
 * Immutable.
 */
public record BrowserScripts(byte[] page, byte[] serviceWorker, byte[] video, byte[] badge) {
    static final String PAGE_PATH = "/deploynet.js";
    static final String WORKER_PATH = "/deploynet-sw.js";
    static final String VIDEO_PATH = "/deploynet-video.js";
    static final String BADGE_PATH = "/deploynet-badge.js";
    private static final String PAGES = "self.deploynetPages=\"";
    private static final String FOLDER = "/org/deploynet/command/browser";

    public static BrowserScripts ofThisProgram() throws PublishFailure {
        return new BrowserScripts(read(PAGE_PATH), read(WORKER_PATH), read(VIDEO_PATH), read(BADGE_PATH));
    }

    /** The page's script as Subresource Integrity names it: {@code sha384-…}. */
    public String pageIntegrity() {
        return "sha384-" + Base64.getEncoder().encodeToString(hash("SHA-384", page));
    }

    static byte[] hash(String algorithm, byte[] script) {
        try {
            return MessageDigest.getInstance(algorithm).digest(script);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /**
     * The same with a service worker that answers for pages while the origin is down. Its first line says so, and whom to ask
     * for super-peers: a worker must know both before it has read anything.
     */
    BrowserScripts withPages(Addresses addresses) {
        BrowserScripts without = withoutPages();
        byte[] line = (PAGES + addresses.visitorSocket() + "\";\n").getBytes(StandardCharsets.US_ASCII);
        byte[] worker = Arrays.copyOf(line, line.length + without.serviceWorker.length);
        System.arraycopy(without.serviceWorker, 0, worker, line.length, without.serviceWorker.length);
        return without.withWorker(worker);
    }

    /** The same with a service worker that leaves pages to the origin. */
    BrowserScripts withoutPages() {
        String worker = new String(serviceWorker, StandardCharsets.US_ASCII);
        return worker.startsWith(PAGES)
                ? withWorker(Arrays.copyOfRange(serviceWorker, worker.indexOf('\n') + 1, serviceWorker.length))
                : this;
    }

    private BrowserScripts withWorker(byte[] worker) {
        return new BrowserScripts(page, worker, video, badge);
    }

    private static byte[] read(String name) throws PublishFailure {
        try (InputStream script = BrowserScripts.class.getResourceAsStream(FOLDER + name)) {
            if (script == null) {
                throw new PublishFailure("publish.noBrowserScript");
            }
            return script.readAllBytes();
        } catch (IOException e) {
            throw new PublishFailure(e, "publish.noBrowserScript");
        }
    }
}
