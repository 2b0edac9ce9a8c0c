package org.deploynet.engine.history;

import java.time.Instant;
import java.util.Optional;

/**
 * Payload bytes that were sent of a site to browsers: since local midnight, on the latest 30 local days, and since it is counted.
 *
 * @param lastServed when the latest of them went; a site that was last served before this was counted has the beginning of that day
 */
public record SiteShare(long today, long month, long total, Optional<Instant> lastServed) {
    public static final SiteShare NONE = new SiteShare(0, 0, 0, Optional.empty());
}
