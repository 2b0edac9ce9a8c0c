package org.deploynet.command.receipts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.deploynet.control.earnings.HeldReceipt;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.SignedReceipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;

/**
 * Receipts in a file, one JSON object a line: a head, then tickets and receipts with their signatures, so that anybody can check
 * them. It says nothing about visitors beyond their sessions' keys.
 */
public final class ReceiptFile {
    private static final String FORMAT = "deploynet-receipts-1";
    private static final int MAX_LINE = 3 * Ticket.MAX_JWS_CHARS;
    private static final Json JSON = Json.upTo(MAX_LINE);

    private ReceiptFile() {}

    /** The first line. */
    public record Head(String format, Instant exported, KeyId network) {
        public Head {
            Check.that(FORMAT.equals(format), "the first line is not that of a file of receipts");
            Check.present("exported", exported);
            Check.present("network", network);
        }

        public static Head of(Instant exported, KeyId network) {
            return new Head(FORMAT, exported, network);
        }
    }

    /** Each further line; {@code confirmedBytes} and {@code refused} are what the super-peer heard from the network. */
    public record Row(String ticket, String receipt, long confirmedBytes, Optional<String> refused) {
        public Row {
            Check.text("ticket", ticket, Ticket.MAX_JWS_CHARS);
            Check.text("receipt", receipt, Ticket.MAX_JWS_CHARS);
            Check.range("confirmedBytes", confirmedBytes, 0, Ticket.MAX_BYTES);
        }

        public static Row of(HeldReceipt held) {
            return new Row(
                    held.ticketJws(),
                    held.receiptJws(),
                    held.confirmed().bytes(),
                    held.refused().map(why -> why.name().toLowerCase(Locale.ROOT)));
        }

        public SignedReceipt signed() {
            return new SignedReceipt(ticket, receipt);
        }
    }

    public static void write(Writer out, Object line) throws IOException {
        out.write(JSON.write(line));
        out.write('\n');
    }

    /** What is told of a file, line by line. */
    public interface Reader {
        void head(Head head);

        void row(long line, Row row);

        /** A line that is no receipt. */
        void doubt(long line, String why);
    }

    /** @throws ProtocolException the first line is not that of such a file */
    public static void read(Path file, Reader reader) throws IOException, ProtocolException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            reader.head(JSON.read(line(in).orElse(""), Head.class));
            long number = 1;
            for (Optional<String> text = line(in); text.isPresent(); text = line(in)) {
                number++;
                try {
                    reader.row(number, JSON.read(text.get(), Row.class));
                } catch (ProtocolException e) {
                    reader.doubt(number, String.valueOf(e.getMessage()));
                }
            }
        }
    }

    // A stranger's file may be one endless line.
    private static Optional<String> line(BufferedReader in) throws IOException {
        var text = new StringBuilder();
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            if (text.length() <= MAX_LINE) {
                text.append((char) next);
            }
            next = in.read();
        }
        return Optional.of(text.toString());
    }
}
