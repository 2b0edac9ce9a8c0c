package org.deploynet.signaling.api;

import java.util.Optional;
import org.deploynet.protocol.Check;

/**
 * What receipts of visitors from one country brought in: bytes that they signed for, and what the site paid for them in microcredits, fees
 * included. {@code country} is two capital letters; absent where it is not known.
 */
public record RegionSum(Optional<String> country, long bytes, long spent) {
    /** Countries, more than there are. */
    public static final int MOST = 300;

    public RegionSum {
        Check.present("country", country).ifPresent(code -> Check.text("country", code, 2));
        Check.range("bytes", bytes, 0, Long.MAX_VALUE);
        Check.range("spent", spent, 0, Long.MAX_VALUE);
    }
}
