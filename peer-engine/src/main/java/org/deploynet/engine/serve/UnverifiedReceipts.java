package org.deploynet.engine.serve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.Receipt;

/**
 * The receipts of one ticket whose signatures nobody has looked at. They pay for nothing. Looking takes longer than reading a
 * piece, and a receipt says all that those before it said: so only the newest is looked at, now and then. The others are kept
 * until it has proved good, since a forged one must not take the place of one that pays. For one thread: the link's loop.
 */
final class UnverifiedReceipts {
    /** The time between two looks, unless somebody asks: what a kill of the engine may lose of what was receipted. */
    static final long APART_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Above it the next look is due at once. */
    static final int MOST = 16;

    private final TicketAccount account;
    private final Deque<Claim> newestFirst = new ArrayDeque<>();
    private Optional<Long> verifiedAt = Optional.empty();

    private record Claim(String jws, Receipt receipt) {}

    /** A receipt that counts: the session's key signed it, and it adds {@code addedBytes} to what did before. */
    record Verified(TicketAccount account, String jws, Receipt receipt, long addedBytes) {}

    UnverifiedReceipts(TicketAccount account) {
        this.account = account;
    }

    /**
     * Keeps a receipt that adds something.
     *
     * @param claimed what {@code jws} says
     */
    void add(String jws, Receipt claimed) throws ProtocolException {
        account.check(claimed);
        Claim before = newestFirst.peekFirst();
        if (before != null && isBackwards(before.receipt(), claimed)) {
            throw new ProtocolException("a receipt that goes backwards");
        }
        // Whoever signed it, it is worth nothing.
        if (account.added(claimed) > 0) {
            newestFirst.addFirst(new Claim(jws, claimed));
        }
    }

    private static boolean isBackwards(Receipt before, Receipt after) {
        return after.bytes() < before.bytes() || after.count() < before.count();
    }

    /** When to {@link #verify}, in nanoseconds from {@code now}; {@link Long#MAX_VALUE} if there is nothing to. */
    long nanosUntilDue(long now) {
        if (newestFirst.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return newestFirst.size() < MOST
                ? verifiedAt.map(at -> Math.max(0, at + APART_NANOS - now)).orElse(0L)
                : 0;
    }

    /**
     * Counts the newest receipt that the session's key signed.
     *
     * @throws ProtocolException one that came later is forged; {@code counted} has heard of the good one
     */
    void verify(long now, Consumer<Verified> counted) throws ProtocolException {
        verifiedAt = Optional.of(now);
        Optional<ProtocolException> forged = Optional.empty();
        while (!newestFirst.isEmpty()) {
            try {
                count(newestFirst.removeFirst(), counted);
                newestFirst.clear();
            } catch (ProtocolException e) {
                forged = Optional.of(forged.orElse(e));
            }
        }
        if (forged.isPresent()) {
            throw forged.get();
        }
    }

    private void count(Claim claim, Consumer<Verified> counted) throws ProtocolException {
        Receipt receipt = Receipt.verify(claim.jws(), account.ticket().sessionKey());
        // The claim was read by another decoder, which may see another ticket in what is no proper base64url.
        if (!receipt.equals(claim.receipt())) {
            throw new ProtocolException("a receipt that can be read in two ways");
        }
        counted.accept(new Verified(account, claim.jws(), receipt, account.receipted(receipt)));
    }
}
