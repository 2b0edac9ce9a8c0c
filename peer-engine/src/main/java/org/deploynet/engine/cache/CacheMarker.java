package org.deploynet.engine.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;

/** The file that says that a folder is a cache of ours, and in which format. */
final class CacheMarker {
    private static final String NAME = "deploynet-cache";
    private static final Pattern FORMAT = Pattern.compile("deploynet cache (\\d+)\n");
    private static final int VERSION = 1;
    private static final int MOST_BYTES = 256;

    private CacheMarker() {}

    /**
     * Marks a folder that has no marker, or a damaged one.
     *
     * @throws IOException the folder belongs to a version that this program does not know
     */
    static void check(Disk disk, Path folder) throws IOException {
        Matcher marker = FORMAT.matcher(disk.exists(folder.resolve(NAME)) ? read(disk, folder) : "");
        if (!marker.lookingAt()) {
            write(disk, folder);
        } else if (!marker.group(1).equals(Integer.toString(VERSION))) {
            throw new IOException(folder + " holds a cache of version " + marker.group(1));
        }
    }

    private static void write(Disk disk, Path folder) throws IOException {
        Path beside = folder.resolve(NAME + ".new");
        disk.unlink(beside);
        String text = "deploynet cache " + VERSION + "\n" + UUID.randomUUID() + "\n";
        try (DiskFile file = disk.open(beside)) {
            file.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            file.force();
        }
        disk.rename(beside, folder.resolve(NAME));
        disk.forceFolder(folder);
    }

    private static String read(Disk disk, Path folder) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        try (DiskFile file = disk.open(folder.resolve(NAME))) {
            file.readAt(bytes, 0);
        }
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
    }
}
