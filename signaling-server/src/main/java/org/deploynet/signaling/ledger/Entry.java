package org.deploynet.signaling.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.deploynet.protocol.Check;

/** One event of the ledger: amounts in microcredits that move between accounts and sum to zero. Immutable. */
public record Entry(String kind, String reference, List<Posting> postings) {
    /** {@code amount} is added to the account's balance. */
    public record Posting(Account account, long amount) {}

    public Entry {
        postings = List.copyOf(postings);
        long sum = 0;
        for (Posting posting : postings) {
            sum = Math.addExact(sum, posting.amount());
        }
        Check.that(sum == 0, "the postings of a " + kind + " sum to " + sum);
    }

    /** An entry of {@code moves} without those of nothing. */
    static Entry of(String kind, String reference, Posting... moves) {
        List<Posting> postings = new ArrayList<>();
        for (Posting move : moves) {
            if (move.amount() != 0) {
                postings.add(move);
            }
        }
        return new Entry(kind, reference, postings);
    }

    static Posting posting(Account account, long amount) {
        return new Posting(account, amount);
    }

    /** The one spelling that the chain hashes and the table keeps. */
    String written() {
        return postings.stream()
                .map(posting -> posting.account().name() + "=" + posting.amount())
                .collect(Collectors.joining(" "));
    }

    static List<Posting> read(String written) {
        return written.isEmpty()
                ? List.of()
                : java.util.stream.Stream.of(written.split(" ", -1))
                        .map(Entry::readPosting)
                        .toList();
    }

    private static Posting readPosting(String text) {
        int equals = text.lastIndexOf('=');
        return new Posting(new Account(text.substring(0, equals)), Long.parseLong(text.substring(equals + 1)));
    }
}
