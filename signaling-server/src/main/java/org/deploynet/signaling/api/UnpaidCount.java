package org.deploynet.signaling.api;

import org.deploynet.protocol.Check;

/**
 * How many tickets were issued at price 0 for one reason, since the start: {@code same-prefix}, {@code same-address},
 * {@code prefix-cap} or {@code site-cap}.
 */
public record UnpaidCount(String why, long tickets) {
    public UnpaidCount {
        Check.text("why", why, 32);
        Check.range("tickets", tickets, 0, Long.MAX_VALUE);
    }
}
