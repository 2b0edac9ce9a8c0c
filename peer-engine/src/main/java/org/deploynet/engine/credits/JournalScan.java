package org.deploynet.engine.credits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deploynet.engine.storage.DiskFile;

/**
 * What a journal's file holds: the chain from its beginning to the first bad byte, and the batches behind that whose own hash holds. A
 * batch is forced before the next one begins, so a broken one that is followed by a whole one was damaged later, and one at the end
 * was torn.
 *
 * @param chain the batches of the chain, {@code chainBytes} long in all
 * @param behind whole batches behind the first bad byte, in their order
 */
record JournalScan(List<JournalFrame> chain, long chainBytes, long restBytes, List<JournalFrame> behind) {
    private static final int WINDOW_BYTES = 64 * 1024;

    static JournalScan of(DiskFile file) throws IOException {
        var chain = new ArrayList<JournalFrame>();
        String hash = JournalFrame.BEGINNING;
        long good = 0;
        Optional<JournalFrame> frame = JournalFrame.at(file, 0);
        while (frame.isPresent() && frame.get().previous().equals(hash)) {
            chain.add(frame.get());
            hash = frame.get().hash();
            good += frame.get().bytes();
            frame = JournalFrame.at(file, good);
        }
        return new JournalScan(chain, good, file.size() - good, wholeOnes(file, good));
    }

    private static List<JournalFrame> wholeOnes(DiskFile file, long from) throws IOException {
        var found = new ArrayList<JournalFrame>();
        ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
        long start = from;
        while (start < file.size()) {
            file.readAt(window.clear(), start);
            window.flip();
            long next = start + WINDOW_BYTES - Integer.BYTES + 1;
            for (int at = 0; at + Integer.BYTES <= window.limit(); at++) {
                Optional<JournalFrame> frame =
                        window.getInt(at) == JournalFrame.MAGIC ? JournalFrame.at(file, start + at) : Optional.empty();
                if (frame.isPresent()) {
                    found.add(frame.get());
                    next = start + at + frame.get().bytes();
                    break;
                }
            }
            start = next;
        }
        return found;
    }

    String lastHash() {
        return chain.isEmpty() ? JournalFrame.BEGINNING : chain.getLast().hash();
    }

    boolean isDamaged() {
        return !behind.isEmpty();
    }

    /** Whether the chain goes through a batch with this hash, or begins in place of one that did. */
    boolean passes(String hash) throws IOException {
        return hash.equals(JournalFrame.BEGINNING) || hashes(chain).contains(hash);
    }

    /**
     * What is behind the damage and belongs to this journal: all up to the batch with this hash, which was its last one when that was
     * written down elsewhere, and what continues that. Files that were removed may have left others there.
     */
    List<JournalFrame> saved(String hash) throws IOException {
        int known = -1;
        for (int i = 0; i < behind.size(); i++) {
            known = hashes(List.of(behind.get(i))).contains(hash) ? i : known;
        }
        int end = known + 1;
        while (known >= 0
                && end < behind.size()
                && behind.get(end).previous().equals(behind.get(end - 1).hash())) {
            end++;
        }
        return behind.subList(0, end);
    }

    private static Set<String> hashes(List<JournalFrame> frames) throws IOException {
        var hashes = new HashSet<String>();
        for (JournalFrame frame : frames) {
            hashes.add(frame.hash());
            for (JournalEntry entry : frame.entries()) {
                if (entry instanceof JournalEntry.Continues before) {
                    hashes.add(before.hash());
                }
            }
        }
        return hashes;
    }
}
