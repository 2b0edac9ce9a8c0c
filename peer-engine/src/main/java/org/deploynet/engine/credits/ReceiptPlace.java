package org.deploynet.engine.credits;

import java.util.Comparator;
import java.util.Optional;

/**
 * Where a receipt stands in the list of all: who changed first comes first; {@code changedAt} is in milliseconds since 1970.
 * Immutable.
 */
public record ReceiptPlace(long changedAt, String ticketId) implements Comparable<ReceiptPlace> {
    private static final Comparator<ReceiptPlace> ORDER =
            Comparator.comparingLong(ReceiptPlace::changedAt).thenComparing(ReceiptPlace::ticketId);

    @Override
    public int compareTo(ReceiptPlace other) {
        return ORDER.compare(this, other);
    }

    public String asText() {
        return changedAt + "/" + ticketId;
    }

    /** Empty for what is none. */
    public static Optional<ReceiptPlace> parse(String text) {
        String[] parts = text.split("/", 2);
        try {
            return parts.length == 2
                    ? Optional.of(new ReceiptPlace(Long.parseLong(parts[0]), parts[1]))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
