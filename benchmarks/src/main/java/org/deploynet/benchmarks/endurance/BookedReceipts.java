package org.deploynet.benchmarks.endurance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deploynet.benchmarks.Folders;
import org.deploynet.engine.credits.ReceiptBook;
import org.deploynet.engine.storage.NioDisk;

/**
 * What the receipt books of killed engines held on the disk: the bytes of each ticket that the network had not answered for.
 * They are read from copies, so that the next engine finds its state as the kill left it. For one thread.
 */
final class BookedReceipts {
    private final Map<String, Long> byTicket = new HashMap<>();

    /** The files of a state folder, beside it. */
    static Path copyOf(Path state, Path into) throws IOException {
        Files.createDirectories(into);
        List<Path> files;
        try (Stream<Path> all = Files.list(state)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Files.copy(file, into.resolve(file.getFileName()));
        }
        return into;
    }

    /** Remembers what the book in this copy holds, deletes it, and returns the bytes of all receipts that it ever booked. */
    long read(Path copy) throws IOException {
        long bytes;
        try (var book = ReceiptBook.open(copy, new NioDisk(), Clock.systemUTC())) {
            book.unsettled(Integer.MAX_VALUE)
                    .forEach(entry -> byTicket.merge(entry.ticketId(), entry.bytes(), Math::max));
            bytes = book.totals().measured().bytes();
        }
        Folders.delete(copy);
        return bytes;
    }

    int tickets() {
        return byTicket.size();
    }

    /** Tickets of which the ledger knows less than was booked. */
    long missingIn(Map<String, Long> ledger) {
        return byTicket.entrySet().stream()
                .filter(booked -> ledger.getOrDefault(booked.getKey(), 0L) < booked.getValue())
                .count();
    }
}
