package org.deploynet.engine.credits;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.deploynet.engine.credits.ReceiptBook.Mending;
import org.deploynet.engine.credits.Totals.Sum;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.FromSuperPeer.Statement;
import org.deploynet.protocol.signaling.ToSuperPeer.Paid;
import org.deploynet.protocol.signaling.ToSuperPeer.Stated;

/**
 * Compares the receipt book with what the network ever posted for this super-peer, once in each run: what the network has more was
 * lost here, and is entered again. It is asked at an instant at which both must agree, with every answer of the network in the book.
 * Safe from any thread.
 */
public final class StatementCheck {
    private final ReceiptBook book;
    private final Consumer<Mending> tell;
    private final Map<KeyId, Sum> posted = new HashMap<>();
    private Optional<KeyId> after = Optional.empty();
    private OptionalLong agreedAt = OptionalLong.empty();
    private boolean done;

    /** @param tell gets what was found, if the two did not agree */
    public StatementCheck(ReceiptBook book, Consumer<Mending> tell) {
        this.book = book;
        this.tell = tell;
    }

    /** The network may have forgotten what it had posted: the two are compared once more. */
    public synchronized void begin() {
        done = false;
        agreedAt = OptionalLong.empty();
    }

    /** The next question, as message {@code ref}; the same one again until it is answered. */
    public synchronized Optional<Statement> next(long ref) {
        if (done || book.answeredAt().isEmpty()) {
            return Optional.empty();
        }
        if (!book.answeredAt().equals(agreedAt)) {
            agreedAt = book.answeredAt();
            after = Optional.empty();
            posted.clear();
        }
        return Optional.of(new Statement(ref, after));
    }

    /** The network's answer. */
    public synchronized void answered(Stated answer) {
        if (done || agreedAt.isEmpty()) {
            return;
        }
        for (Paid paid : answer.sites()) {
            posted.put(paid.site(), new Sum(paid.bytes(), paid.microcredits()));
            after = Optional.of(paid.site());
        }
        if (answer.sites().size() < Stated.MOST) {
            conclude();
        }
    }

    // What cannot be mended is said once, not at each start.
    private boolean isNews(Mending found) {
        boolean agrees = found.mended().equals(Sum.ZERO) && found.less().equals(Sum.ZERO);
        return !agrees || book.recovery().keptAside().isPresent();
    }

    private void conclude() {
        Optional<Mending> mending = book.mend(posted, agreedAt);
        done = mending.isPresent();
        agreedAt = OptionalLong.empty();
        mending.filter(this::isNews).ifPresent(tell);
    }
}
