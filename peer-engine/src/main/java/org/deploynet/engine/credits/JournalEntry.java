package org.deploynet.engine.credits;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.deploynet.engine.credits.Totals.Sum;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.ReceiptRefusal;

/** One fact in the journal; times are milliseconds since 1970. */
sealed interface JournalEntry {
    /** A ticket's first receipt follows. */
    record Opened(String ticketId, KeyId site, long price, String ticketJws) implements JournalEntry {}

    /** The ticket's latest receipt: totals of the ticket. */
    record Counted(String ticketId, long count, long bytes, String receiptJws, long at) implements JournalEntry {}

    /** The network posted {@code bytes} of the ticket. */
    record Settled(String ticketId, long bytes, long at) implements JournalEntry {}

    record Refused(String ticketId, ReceiptRefusal why, long at) implements JournalEntry {}

    /** What became of tickets that are no longer listed one by one. */
    record Folded(Totals totals) implements JournalEntry {}

    /** What of that was of one site. */
    record FoldedSite(KeyId site, Totals totals) implements JournalEntry {}

    /** What the network had said to have posted of the ticket may be forgotten there; it is asked to post it once more. */
    record Reopened(String ticketId) implements JournalEntry {}

    /** The network's signed ledger has what was posted for {@code bytes} of the ticket; the proof was checked. */
    record Proven(String ticketId, long bytes) implements JournalEntry {}

    /** This journal takes the place of one that had a batch with this hash, 64 hex digits. */
    record Continues(String hash) implements JournalEntry {}

    /** The journal was damaged, and so much that it had measured is in it no more. */
    record Lost(Sum measured) implements JournalEntry {}

    /** The network had posted so much for {@code site}'s visitors of what is lost here. */
    record Mended(KeyId site, Sum posted) implements JournalEntry {}

    static byte[] encode(List<JournalEntry> entries) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            for (JournalEntry entry : entries) {
                write(entry, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an entry does not fit its format", e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException the bytes are no entries; their hash held, so another version wrote them */
    static List<JournalEntry> decode(byte[] bytes) throws IOException {
        var entries = new ArrayList<JournalEntry>();
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            while (in.available() > 0) {
                entries.add(read(in));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("not an entry of the receipt journal", e);
        }
        return entries;
    }

    private static void write(JournalEntry entry, DataOutputStream out) throws IOException {
        switch (entry) {
            case Opened opened -> {
                out.writeByte('O');
                out.writeUTF(opened.ticketId());
                out.writeUTF(opened.site().hex());
                out.writeLong(opened.price());
                out.writeUTF(opened.ticketJws());
            }
            case Counted counted -> {
                out.writeByte('C');
                out.writeUTF(counted.ticketId());
                out.writeLong(counted.count());
                out.writeLong(counted.bytes());
                out.writeUTF(counted.receiptJws());
                out.writeLong(counted.at());
            }
            case Settled settled -> {
                out.writeByte('S');
                out.writeUTF(settled.ticketId());
                out.writeLong(settled.bytes());
                out.writeLong(settled.at());
            }
            case Refused refused -> {
                out.writeByte('R');
                out.writeUTF(refused.ticketId());
                out.writeUTF(refused.why().name());
                out.writeLong(refused.at());
            }
            case Folded folded -> {
                out.writeByte('F');
                write(folded.totals(), out);
            }
            case FoldedSite folded -> {
                out.writeByte('U');
                out.writeUTF(folded.site().hex());
                write(folded.totals(), out);
            }
            case Proven proven -> {
                out.writeByte('P');
                out.writeUTF(proven.ticketId());
                out.writeLong(proven.bytes());
            }
            case Reopened reopened -> {
                out.writeByte('A');
                out.writeUTF(reopened.ticketId());
            }
            case Continues continued -> {
                out.writeByte('H');
                out.writeUTF(continued.hash());
            }
            case Lost lost -> {
                out.writeByte('L');
                write(lost.measured(), out);
            }
            case Mended mended -> {
                out.writeByte('M');
                out.writeUTF(mended.site().hex());
                write(mended.posted(), out);
            }
        }
    }

    private static void write(Totals totals, DataOutputStream out) throws IOException {
        write(totals.measured(), out);
        write(totals.settled(), out);
        out.writeInt(totals.refused().size());
        for (var refused : totals.refused().entrySet()) {
            out.writeUTF(refused.getKey().name());
            write(refused.getValue(), out);
        }
    }

    private static void write(Sum sum, DataOutputStream out) throws IOException {
        out.writeLong(sum.bytes());
        out.writeLong(sum.microcredits());
    }

    private static JournalEntry read(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case 'O' -> new Opened(in.readUTF(), new KeyId(in.readUTF()), in.readLong(), in.readUTF());
            case 'C' -> new Counted(in.readUTF(), in.readLong(), in.readLong(), in.readUTF(), in.readLong());
            case 'S' -> new Settled(in.readUTF(), in.readLong(), in.readLong());
            case 'R' -> new Refused(in.readUTF(), ReceiptRefusal.valueOf(in.readUTF()), in.readLong());
            case 'F' -> new Folded(readTotals(in));
            case 'T' -> new FoldedSite(new KeyId(in.readUTF()), settled(readSum(in)));
            case 'U' -> new FoldedSite(new KeyId(in.readUTF()), readTotals(in));
            case 'P' -> new Proven(in.readUTF(), in.readLong());
            case 'A' -> new Reopened(in.readUTF());
            case 'H' -> new Continues(in.readUTF());
            case 'L' -> new Lost(readSum(in));
            case 'M' -> new Mended(new KeyId(in.readUTF()), readSum(in));
            default -> throw new IOException("unknown kind of entry " + kind);
        };
    }

    private static Totals readTotals(DataInputStream in) throws IOException {
        Sum measured = readSum(in);
        Sum settled = readSum(in);
        var refused = new EnumMap<ReceiptRefusal, Sum>(ReceiptRefusal.class);
        for (int left = in.readInt(); left > 0; left--) {
            refused.put(ReceiptRefusal.valueOf(in.readUTF()), readSum(in));
        }
        return new Totals(measured, settled, refused);
    }

    // What was measured is all that was written down of a site at first; little of it was ever refused.
    private static Totals settled(Sum measured) {
        return new Totals(measured, measured, Map.of());
    }

    private static Sum readSum(DataInputStream in) throws IOException {
        return new Sum(in.readLong(), in.readLong());
    }
}
