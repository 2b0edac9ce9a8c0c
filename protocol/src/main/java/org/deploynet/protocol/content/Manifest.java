package org.deploynet.protocol.content;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.key.KeyId;

/**
 * What a publisher says a site's files are (docs/protocol.md §1). It counts only inside a {@link SignedManifest}.
 * Immutable; a path that is not in {@code files} never goes through a peer.
 */
public record Manifest(
        int deploynet,
        KeyId site,
        long sequence,
        Instant issued,
        Instant expires,
        String origin,
        int bucketBits,
        Eligible eligible,
        Optional<NextClient> client,
        Map<String, Entry> files) {
    public static final int VERSION = 1;
    public static final int MAX_FILES = 100_000;
    public static final int MAX_BYTES = 32 * 1024 * 1024;
    public static final int MAX_BUCKET_BITS = 16;
    public static final long MAX_SEQUENCE = 1L << 53;
    public static final String WELL_KNOWN = "/.well-known/deploynet/";
    public static final String PATH = WELL_KNOWN + "manifest.json";
    public static final String SIGNATURE_PATH = WELL_KNOWN + "manifest.jws";
    private static final Set<String> NEVER_LISTED = Set.of(
            "/deploynet.js",
            "/deploynet-sw.js",
            "/deploynet-video.js",
            "/deploynet-badge.js",
            "/deploynet-next.js",
            "/deploynet-next-sw.js");

    /** One file. {@code size} in bytes; {@code type} is the content type a page sees. */
    public record Entry(ObjectId id, long size, String type) {
        private static final int MAX_TYPE_CHARS = 128;

        public Entry {
            Check.present("file id", id);
            Check.range("file size", size, 1, Pieces.MAX_OBJECT_BYTES);
            Check.text("file type", type, MAX_TYPE_CHARS);
            Check.that(type.matches("[ -~]+"), "file type has characters outside printable ASCII");
        }
    }

    /** What may go through peers beside plain files: HTML pages, and scripts ("listed" or "none"). */
    public record Eligible(boolean html, String script) {
        public Eligible {
            Check.that("listed".equals(script) || "none".equals(script), "eligible.script is \"listed\" or \"none\"");
        }
    }

    /**
     * A newer page script, {@code /deploynet-next.js}, for some of the visitors that come again. {@code share} is in percent of
     * them, {@code page} the script's SHA-256 in hex.
     */
    public record NextClient(int share, String page) {
        public NextClient {
            Check.range("client.share", share, 1, 100);
            Check.text("client.page", page, 64);
            Check.that(page.matches("[0-9a-f]{64}"), "client.page is not a SHA-256 in hex");
        }
    }

    public Manifest {
        Check.that(deploynet == VERSION, "manifest version " + deploynet + ", this program knows " + VERSION);
        Check.present("site", site);
        Check.range("sequence", sequence, 1, MAX_SEQUENCE);
        Check.present("issued", issued);
        Check.present("expires", expires);
        Check.that(expires.isAfter(issued), "expires is not after issued");
        checkOrigin(origin);
        Check.range("bucketBits", bucketBits, 0, MAX_BUCKET_BITS);
        Check.present("eligible", eligible);
        Check.present("client", client);
        Check.present("files", files);
        Check.that(files.size() <= MAX_FILES, files.size() + " files, at most " + MAX_FILES);
        files.forEach(Manifest::checkFile);
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** The layer file that {@code publish} puts beside the manifest for an object of several pieces. */
    public static String layerPath(ObjectId id) {
        return WELL_KNOWN + "layers/" + id;
    }

    @JsonIgnore
    public long totalBytes() {
        return files.values().stream().mapToLong(Entry::size).sum();
    }

    /** Whether {@code path} may be in a manifest at all. */
    public static boolean mayList(String path) {
        return SitePath.isCanonical(path) && !path.startsWith(WELL_KNOWN) && !NEVER_LISTED.contains(path);
    }

    private static void checkFile(String path, Entry entry) {
        Check.that(mayList(path), "the path of a file is not canonical or may not be listed");
        Check.present("file", entry);
    }

    private static void checkOrigin(String origin) {
        Check.text("origin", origin, 512);
        URI uri = URI.create(origin);
        boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        boolean bare = uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getRawUserInfo() == null;
        Check.that(http && uri.getHost() != null && bare, "origin is not of the form https://host[:port]");
    }
}
