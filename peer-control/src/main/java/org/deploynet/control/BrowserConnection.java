package org.deploynet.control;

import java.time.Instant;

/**
 * One browser that is served now, as a screen may show it: nothing in it says who the visitor is. {@code id} is this link's only
 * and means nothing elsewhere; {@code site} is the key's id of the site that it visits; {@code wants} are requests that are not
 * answered whole; {@code owesReceipt} while it gets nothing more until it has signed for what it got; {@code path} as it was
 * last looked at, once a minute. Immutable.
 */
public record BrowserConnection(
        String id,
        String site,
        Instant since,
        long sentBytes,
        long bytesPerSecond,
        int wants,
        boolean owesReceipt,
        LinkPath path) {}
