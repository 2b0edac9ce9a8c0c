package org.deploynet.command.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.key.KeyId;

/** What {@code publish} writes into a site's folder, and reads back the next time. Used by one thread. */
final class PublishedFolder {
    private static final Json JSON = Json.upTo(Manifest.MAX_BYTES);

    private final Path root;

    PublishedFolder(Path root) {
        this.root = root;
    }

    Path layers() {
        return at(Manifest.WELL_KNOWN + "layers");
    }

    /** The manifest that is in the folder, if it is this site's and its signature holds; it may have expired. */
    Optional<SignedManifest> previous(KeyId site) throws IOException {
        try {
            Path manifest = at(Manifest.PATH);
            if (Files.size(manifest) > Manifest.MAX_BYTES) {
                return Optional.empty();
            }
            byte[] bytes = Files.readAllBytes(manifest);
            String signature = Files.readString(at(Manifest.SIGNATURE_PATH), StandardCharsets.US_ASCII);
            return Optional.of(SignedManifest.verify(bytes, signature, site, clockOf(bytes)));
        } catch (NoSuchFileException | ProtocolException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    // Whether it has expired is of no interest here, so it is looked at as of the day it was issued.
    private static Clock clockOf(byte[] manifest) throws ProtocolException {
        Instant issued = JSON.read(manifest, Manifest.class).issued();
        return Clock.fixed(issued, ZoneOffset.UTC);
    }

    /** Layers first and the signature last, so that no manifest is there before what it needs. */
    void write(SignedManifest signed, Collection<PieceLayer> pieceLayers, SiteClient client) throws IOException {
        Files.createDirectories(layers());
        for (PieceLayer layer : pieceLayers) {
            writeLayer(layer);
        }
        BrowserScripts scripts = client.everyone();
        writeIfDifferent(at(BrowserScripts.PAGE_PATH), scripts.page());
        writeIfDifferent(at(BrowserScripts.WORKER_PATH), scripts.serviceWorker());
        writeIfDifferent(at(BrowserScripts.VIDEO_PATH), scripts.video());
        writeIfDifferent(at(BrowserScripts.BADGE_PATH), scripts.badge());
        if (client.next().isPresent()) {
            NextClient next = client.next().get();
            writeIfDifferent(at(NextClient.PAGE_PATH), next.page());
            writeIfDifferent(at(NextClient.WORKER_PATH), next.serviceWorker());
        }
        writeIfDifferent(at(Manifest.PATH), signed.bytes());
        writeIfDifferent(at(Manifest.SIGNATURE_PATH), signed.signature().getBytes(StandardCharsets.US_ASCII));
    }

    /** The client that the site has, where all of it is there. */
    Optional<BrowserScripts> client() throws IOException {
        try {
            return Optional.of(new BrowserScripts(
                    Files.readAllBytes(at(BrowserScripts.PAGE_PATH)),
                    Files.readAllBytes(at(BrowserScripts.WORKER_PATH)),
                    Files.readAllBytes(at(BrowserScripts.VIDEO_PATH)),
                    Files.readAllBytes(at(BrowserScripts.BADGE_PATH))));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Removes the newer client that some visitors got: no manifest names it any more. */
    void removeNextClient() throws IOException {
        Files.deleteIfExists(at(NextClient.PAGE_PATH));
        Files.deleteIfExists(at(NextClient.WORKER_PATH));
    }

    /** Removes the layers that none of these manifests names. */
    void removeLayersNotIn(Stream<SignedManifest> manifests) throws IOException {
        Set<String> named = manifests
                .flatMap(signed -> signed.manifest().files().values().stream())
                .map(Manifest.Entry::id)
                .map(ObjectId::toString)
                .collect(Collectors.toCollection(HashSet::new));
        try (Stream<Path> files = Files.list(layers())) {
            for (Path file : files.toList()) {
                if (!named.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    private void writeLayer(PieceLayer layer) throws IOException {
        if (Pieces.needsLayer(layer.objectBytes())) {
            writeIfDifferent(at(Manifest.layerPath(layer.id())), layer.toBytes());
        }
    }

    private static void writeIfDifferent(Path file, byte[] bytes) throws IOException {
        boolean same = Files.isRegularFile(file)
                && Files.size(file) == bytes.length
                && java.util.Arrays.equals(Files.readAllBytes(file), bytes);
        if (!same) {
            SafeFile.write(file, bytes);
        }
    }

    private Path at(String path) {
        return root.resolve(path.substring(1));
    }
}
