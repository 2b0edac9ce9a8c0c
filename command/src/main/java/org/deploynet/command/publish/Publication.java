package org.deploynet.command.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.deploynet.command.site.SiteScan;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;

/** Turns a folder into a signed site: scan, hash, sign, write. Used by one thread. */
public final class Publication {
    public static final Duration LIFETIME = Duration.ofDays(90);
    private static final int UNREADABLE_SHOWN = 10;

    private final Path folder;
    private final Clock clock;
    private final boolean html;

    /** Without HTML pages. */
    public Publication(Path folder, Clock clock) {
        this(folder, clock, false);
    }

    /** @param html whether visitors may get HTML pages from super-peers while the origin is down */
    public Publication(Path folder, Clock clock, boolean html) {
        this.folder = folder;
        this.clock = clock;
        this.html = html;
    }

    /** What to publish with. {@code renew}: sign anew even where nothing changed. */
    public record Terms(SigningKey key, Addresses addresses, Path hashCache, BrowserScripts scripts, boolean renew) {}

    /** What came of it. {@code written}: a new manifest was needed. */
    public record Result(SignedManifest signed, boolean written, SiteScan scan, int filesRead) {
        public KeyId site() {
            return signed.manifest().site();
        }
    }

    public SiteScan scan() throws PublishFailure {
        if (!Files.isDirectory(folder)) {
            throw new PublishFailure(Files.exists(folder) ? "publish.notAFolder" : "publish.noFolder", folder);
        }
        try {
            return checked(SiteScan.of(folder, html));
        } catch (IOException e) {
            throw new PublishFailure(e, "publish.unreadableFolder", folder, String.valueOf(e.getMessage()));
        }
    }

    SiteScan checked(SiteScan scan) throws PublishFailure {
        if (!scan.unreadable().isEmpty()) {
            var shown = scan.unreadable().stream().limit(UNREADABLE_SHOWN).map(Path::toString);
            throw new PublishFailure(
                    "publish.unreadable", scan.unreadable().size(), String.join("\n  ", shown.toList()));
        }
        if (scan.files().size() > Manifest.MAX_FILES) {
            throw new PublishFailure(
                    "publish.tooManyFiles", folder, scan.files().size(), Manifest.MAX_FILES);
        }
        if (scan.files().isEmpty()) {
            throw new PublishFailure("publish.nothingToPublish", folder);
        }
        return scan;
    }

    /** @param progress hears of every number of bytes that is done, of {@link SiteScan#totalBytes} in all */
    public Result publish(SiteScan scan, Terms terms, LongConsumer progress) throws PublishFailure {
        var published = new PublishedFolder(folder);
        try {
            HashCache cache = HashCache.read(terms.hashCache());
            var hashes = new SiteHashes(cache, published.layers(), clock, progress);
            List<HashedFile> files = hashes.of(scan.files());
            Optional<SignedManifest> previous = published.previous(terms.key().id());
            Optional<SignedManifest> kept = previous.filter(old -> !terms.renew() && stillSays(old, files, terms));
            SignedManifest signed = kept.isPresent() ? kept.get() : sign(files, terms, previous);
            BrowserScripts scripts = html ? terms.scripts().withPages(terms.addresses()) : terms.scripts();
            published.write(signed, files.stream().map(HashedFile::layer).toList(), scripts);
            // Visitors may still hold the manifest that was just replaced.
            published.removeLayersNotIn(Stream.concat(Stream.of(signed), previous.stream()));
            cache.write(files);
            return new Result(signed, kept.isEmpty(), scan, hashes.filesRead());
        } catch (IOException e) {
            throw new PublishFailure(e, "publish.cannotWrite", folder, String.valueOf(e));
        }
    }

    private boolean stillSays(SignedManifest old, List<HashedFile> files, Terms terms) {
        Manifest manifest = old.manifest();
        return manifest.files().equals(entries(files))
                && manifest.eligible().equals(eligible())
                && manifest.origin().equals(terms.addresses().origin().toString())
                && clock.instant().isBefore(manifest.expires());
    }

    private SignedManifest sign(List<HashedFile> files, Terms terms, Optional<SignedManifest> previous)
            throws PublishFailure {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var manifest = new Manifest(
                Manifest.VERSION,
                terms.key().id(),
                sequence(now, previous),
                now,
                now.plus(LIFETIME),
                terms.addresses().origin().toString(),
                0,
                eligible(),
                entries(files));
        SignedManifest signed = SignedManifest.sign(manifest, terms.key());
        if (signed.bytes().length > Manifest.MAX_BYTES) {
            throw new PublishFailure("publish.manifestTooLarge", folder, signed.bytes().length, Manifest.MAX_BYTES);
        }
        return signed;
    }

    private Manifest.Eligible eligible() {
        return new Manifest.Eligible(html, "listed");
    }

    // Counted in seconds since 1970 and not from 1: a publisher who lost the last manifest must not begin below what
    // visitors and super-peers have seen, since they would refuse it as rolled back.
    private static long sequence(Instant now, Optional<SignedManifest> previous) {
        long last = previous.map(old -> old.manifest().sequence()).orElse(0L);
        return Math.max(last + 1, now.getEpochSecond());
    }

    private static Map<String, Manifest.Entry> entries(List<HashedFile> files) {
        var entries = new LinkedHashMap<String, Manifest.Entry>();
        files.forEach(hashed -> entries.put(hashed.file().path(), hashed.entry()));
        return entries;
    }
}
