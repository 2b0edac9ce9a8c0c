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
import java.util.OptionalInt;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
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

    /**
     * What to publish with. {@code clientShare}: how many of the visitors that come again get {@code scripts}, in percent, and
     * all others what the site has; {@code renew}: sign anew even where nothing changed.
     */
    public record Terms(
            SigningKey key,
            Addresses addresses,
            Path hashCache,
            BrowserScripts scripts,
            OptionalInt clientShare,
            boolean renew) {}

    /** What came of it. {@code written}: a new manifest was needed. */
    public record Result(SignedManifest signed, SiteClient client, boolean written, SiteScan scan, int filesRead) {
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
            UnaryOperator<BrowserScripts> suited =
                    scripts -> html ? scripts.withPages(terms.addresses()) : scripts.withoutPages();
            SiteClient client = SiteClient.of(
                    suited.apply(terms.scripts()), published.client().map(suited), terms.clientShare());
            var said = new Said(terms, client.next().map(NextClient::inManifest), entries(files));
            Optional<SignedManifest> kept = previous.filter(old -> !terms.renew() && stillSays(old.manifest(), said));
            SignedManifest signed = kept.isPresent() ? kept.get() : sign(said, previous);
            published.write(signed, files.stream().map(HashedFile::layer).toList(), client);
            if (client.next().isEmpty()
                    && previous.flatMap(old -> old.manifest().client()).isPresent()) {
                published.removeNextClient();
            }
            // Visitors may still hold the manifest that was just replaced.
            published.removeLayersNotIn(Stream.concat(Stream.of(signed), previous.stream()));
            cache.write(files);
            return new Result(signed, client, kept.isEmpty(), scan, hashes.filesRead());
        } catch (IOException e) {
            throw new PublishFailure(e, "publish.cannotWrite", folder, String.valueOf(e));
        }
    }

    /** What a manifest is to say, beside its number and times. */
    private record Said(Terms terms, Optional<Manifest.NextClient> client, Map<String, Manifest.Entry> files) {
        String origin() {
            return terms.addresses().origin().toString();
        }
    }

    private boolean stillSays(Manifest old, Said said) {
        return old.files().equals(said.files())
                && old.eligible().equals(eligible())
                && old.client().equals(said.client())
                && old.origin().equals(said.origin())
                && clock.instant().isBefore(old.expires());
    }

    private SignedManifest sign(Said said, Optional<SignedManifest> previous) throws PublishFailure {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var manifest = new Manifest(
                Manifest.VERSION,
                said.terms().key().id(),
                sequence(now, previous),
                now,
                now.plus(LIFETIME),
                said.origin(),
                0,
                eligible(),
                said.client(),
                said.files());
        SignedManifest signed = SignedManifest.sign(manifest, said.terms().key());
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
