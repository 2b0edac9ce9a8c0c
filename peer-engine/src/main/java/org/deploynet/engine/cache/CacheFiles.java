package org.deploynet.engine.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;

/** The files in a cache folder that are ours by their names; nothing else is ever removed. Immutable. */
record CacheFiles(Disk disk, Path folder) {
    static final String COPYING = ".part";
    private static final Pattern SEGMENT = Pattern.compile("\\d{10}-[0-9a-f]{8}\\.seg(\\.part)?");
    private static final Pattern MANIFEST = Pattern.compile("[0-9a-f]{40}\\.manifest");
    private static final Pattern NATIVE = Pattern.compile("sqlite-.*|(lib)?webrtc-java-.*");
    private static final Pattern OTHER =
            Pattern.compile("index\\.db(-wal|-shm|\\.suspect|\\.damaged)?|probe|deploynet-cache\\.new");
    private static final String CLAIM = "deploynet-move";
    private static final Pattern NAMES = Pattern.compile(CacheMarker.NAME + "|" + CLAIM);

    Path segments() {
        return CacheLocation.segmentsIn(folder);
    }

    Path index() {
        return CacheLocation.indexIn(folder);
    }

    Path manifests() {
        return folder.resolve("manifests");
    }

    private Path natives() {
        return folder.resolve("native");
    }

    /** Files that name segments, whole or being copied. */
    List<Disk.Entry> listSegments() throws IOException {
        return disk.list(segments()).stream()
                .filter(entry -> SEGMENT.matcher(entry.name()).matches())
                .toList();
    }

    List<Disk.Entry> listManifests() throws IOException {
        return disk.list(manifests()).stream()
                .filter(entry -> MANIFEST.matcher(entry.name()).matches())
                .toList();
    }

    /**
     * Removes what is ours, and folders of ours that are empty then; {@code folder} itself is its owner's and stays. What says
     * whose it is goes last, so that this can be begun again.
     */
    void remove() throws IOException {
        remove(segments(), SEGMENT);
        remove(manifests(), MANIFEST);
        remove(natives(), NATIVE);
        unlink(folder, OTHER);
        disk.forceFolder(folder);
        unlink(folder, NAMES);
        disk.forceFolder(folder);
    }

    private void remove(Path in, Pattern ours) throws IOException {
        if (unlink(in, ours)) {
            disk.forceFolder(in);
        }
        removeIfEmpty(in);
    }

    private boolean unlink(Path in, Pattern ours) throws IOException {
        boolean any = false;
        for (Disk.Entry entry : disk.list(in)) {
            if (ours.matcher(entry.name()).matches()) {
                disk.unlink(in.resolve(entry.name()));
                any = true;
            }
        }
        return any;
    }

    /** The claim is not needed once the copy counts. */
    void removeClaim() throws IOException {
        disk.unlink(folder.resolve(CLAIM));
        disk.forceFolder(folder);
    }

    /** What the marker says, which names one cache; empty if there is none. */
    String marker() throws IOException {
        return text(folder.resolve(CacheMarker.NAME));
    }

    /** What the claim of a half-done copy says: the marker of the cache it is of. */
    String claim() throws IOException {
        return text(folder.resolve(CLAIM));
    }

    private String text(Path file) throws IOException {
        if (!disk.exists(file)) {
            return "";
        }
        ByteBuffer bytes = ByteBuffer.allocate(CacheMarker.MOST_BYTES);
        try (DiskFile reading = disk.openExisting(file)) {
            reading.readAt(bytes, 0);
        }
        return StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
    }

    /** Durable when it returns. */
    void writeClaim(String text) throws IOException {
        disk.unlink(folder.resolve(CLAIM));
        try (DiskFile writing = disk.open(folder.resolve(CLAIM))) {
            writing.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
            writing.force();
        }
        disk.forceFolder(folder);
    }

    private static void removeIfEmpty(Path in) throws IOException {
        try {
            Files.deleteIfExists(in);
        } catch (DirectoryNotEmptyException e) {
            System.getLogger(CacheFiles.class.getName())
                    .log(System.Logger.Level.INFO, "{0} has files that are not ours, it stays", in);
        }
    }
}
