package org.deploynet.engine.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;

/** The file that says that a folder is a cache of ours, and in which format. */
final class CacheMarker {
    private static final String NAME = "deploynet-cache";
    private static final String FORMAT = "deploynet cache 1\n";
    private static final int MOST_BYTES = 256;

    private CacheMarker() {}

    /**
     * Marks a folder that has no marker.
     *
     * @throws IOException the folder belongs to a version that this program does not know
     */
    static void check(Disk disk, Path folder) throws IOException {
        try (DiskFile file = disk.open(folder.resolve(NAME))) {
            if (file.size() == 0) {
                write(disk, folder, file);
            } else if (!read(file).startsWith(FORMAT)) {
                throw new IOException(folder + " holds a cache of another version");
            }
        }
    }

    private static void write(Disk disk, Path folder, DiskFile file) throws IOException {
        String text = FORMAT + UUID.randomUUID() + "\n";
        file.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        file.force();
        disk.forceFolder(folder);
    }

    private static String read(DiskFile file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
        file.readAt(bytes, 0);
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
    }
}
