package org.deploynet.engine.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;

/**
 * The file that says that a folder is a cache of ours, in which format, and which one: a line each, and the CRC32C of both, so
 * that a flipped bit makes it no marker and not another one.
 */
final class CacheMarker {
    static final int VERSION = 1;
    static final String NAME = "deploynet-cache";
    static final int MOST_BYTES = 256;

    private static final Pattern FORMAT =
            Pattern.compile("(deploynet cache (\\d{1,9})\n([0-9a-f-]{36})\n)([0-9a-f]{8})\n");

    private CacheMarker() {}

    /** What a whole marker says. */
    record Said(int version, UUID cache) {}

    static Path file(Path folder) {
        return folder.resolve(NAME);
    }

    /** Empty if there is none, or a damaged one. */
    static Optional<Said> read(Disk disk, Path folder) throws IOException {
        Matcher marker = FORMAT.matcher(disk.exists(file(folder)) ? text(disk, folder) : "");
        return marker.matches() && marker.group(4).equals(check(marker.group(1)))
                ? Optional.of(new Said(Integer.parseInt(marker.group(2)), UUID.fromString(marker.group(3))))
                : Optional.empty();
    }

    /** Durable when it returns. */
    static void write(Disk disk, Path folder, UUID cache) throws IOException {
        Path beside = folder.resolve(NAME + ".new");
        disk.unlink(beside);
        String text = "deploynet cache " + VERSION + "\n" + cache + "\n";
        try (DiskFile file = disk.open(beside)) {
            file.append(ByteBuffer.wrap((text + check(text) + "\n").getBytes(StandardCharsets.US_ASCII)));
            file.force();
        }
        disk.rename(beside, file(folder));
        disk.forceFolder(folder);
    }

    private static String check(String text) {
        var crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return "%08x".formatted(crc.getValue());
    }

    private static String text(Disk disk, Path folder) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        try (DiskFile file = disk.openExisting(file(folder))) {
            file.readAt(bytes, 0);
        }
        return StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
    }
}
