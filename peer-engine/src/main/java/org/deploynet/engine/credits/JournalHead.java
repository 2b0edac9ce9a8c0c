package org.deploynet.engine.credits;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.deploynet.engine.credits.Totals.Sum;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.DiskFile;

/**
 * How far the journal had come when this was written, in a file of its own: {@code hash} of its last batch, and what its receipts
 * measured in all. A journal that does not pass there was cut or is an older one, and by the figures one knows what is missing. The
 * file is a journal of one batch. Immutable.
 */
record JournalHead(String hash, Sum measured) {
    private static final System.Logger LOG = System.getLogger(JournalHead.class.getName());
    private static final String FILE = "receipts.head";

    /** Empty where there is none, or a damaged one. */
    static Optional<JournalHead> read(Disk disk, Path folder) throws IOException {
        Path path = folder.resolve(FILE);
        if (!disk.exists(path)) {
            return Optional.empty();
        }
        try (DiskFile file = disk.openExisting(path)) {
            Optional<JournalFrame> frame = JournalFrame.at(file, 0);
            if (frame.isEmpty()) {
                LOG.log(Level.WARNING, "{0} is damaged; how far the receipts had come is not known", path);
            }
            return frame.flatMap(read -> of(read.payload()));
        }
    }

    /** Replaces what was written before; that stays when this fails. */
    void write(Disk disk, Path folder) throws IOException {
        Path beside = folder.resolve(FILE + ".new");
        disk.unlink(beside);
        try (DiskFile file = disk.open(beside)) {
            JournalFrame.of(JournalFrame.BEGINNING, payload()).append(file);
        }
        disk.rename(beside, folder.resolve(FILE));
        disk.forceFolder(folder);
    }

    private byte[] payload() {
        byte[] text = hash.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(text.length + 2 * Long.BYTES)
                .put(text)
                .putLong(measured.bytes())
                .putLong(measured.microcredits())
                .array();
    }

    private static Optional<JournalHead> of(byte[] payload) {
        int chars = 2 * JournalFrame.HASH_BYTES;
        if (payload.length != chars + 2 * Long.BYTES) {
            return Optional.empty();
        }
        ByteBuffer figures = ByteBuffer.wrap(payload, chars, 2 * Long.BYTES);
        return Optional.of(new JournalHead(
                new String(payload, 0, chars, StandardCharsets.US_ASCII),
                new Sum(figures.getLong(), figures.getLong())));
    }
}
