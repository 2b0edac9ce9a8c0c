package org.deploynet.engine.cache;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.deploynet.engine.credits.ReceiptBook;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;

/** Stores pieces and receipts as fast as it can and says on standard output what is acknowledged, until it is killed. */
final class IngestUntilKilled {
    private static final int WRITERS = 4;
    private static final int WINDOW = 1_000_000;

    private IngestUntilKilled() {}

    static PieceStore openStore(Path folder) throws IOException {
        var options =
                new PieceStore.Options(folder.resolve("cache"), folder.resolve("state"), 4L << 30, 0, 4L * 1024 * 1024);
        return PieceStore.open(options, new NioDisk(), Clock.systemUTC());
    }

    static ReceiptBook openBook(Path folder) throws IOException {
        return ReceiptBook.open(folder.resolve("state"), new NioDisk(), Clock.systemUTC());
    }

    /** The object number {@code n} of any run. */
    static Sample sample(int n) {
        return Sample.of(n, n % 50 == 49 ? 600_000 : 500 + n % 20_000);
    }

    public static void main(String[] args) throws Exception {
        var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        PieceStore store = openStore(Path.of(args[0]));
        ReceiptBook book = openBook(Path.of(args[0]));
        int first = Integer.parseInt(args[1]);
        out.println("ready");
        for (int writer = 0; writer < WRITERS; writer++) {
            int from = first + writer;
            Thread.ofPlatform().start(() -> store(store, from, out));
        }
        count(book, first, out);
    }

    private static void store(PieceStore store, int from, PrintStream out) {
        for (int n = from; n < from + WINDOW; n += WRITERS) {
            Sample sample = sample(n);
            try (Ingest ingest = store.begin(Sample.SITE, sample.layer()).orElseThrow()) {
                for (int piece = 0; piece < sample.pieces(); piece++) {
                    if (ingest.put(piece, sample.piece(piece))) {
                        out.println("piece " + n + " " + piece);
                    }
                }
            }
        }
    }

    private static void count(ReceiptBook book, int first, PrintStream out) {
        for (int n = 1; n < WINDOW; n++) {
            String id = "t" + first + "-" + n % 20;
            book.add("ticket", ticket(id), "receipt " + n, new Receipt(id, n, n));
            if (book.flush()) {
                out.println("receipt " + id + " " + n);
            }
        }
    }

    private static Ticket ticket(String id) {
        KeyId any = Sample.SITE;
        // The base point of P-256.
        var key = new PublicKeyJwk(
                "EC",
                "P-256",
                "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",
                "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU");
        return new Ticket(id, any, "link", any, any, "sha-256 AA", "sha-256 BB", key, 1L << 30, Price.DEFAULT, 0, 1);
    }
}
