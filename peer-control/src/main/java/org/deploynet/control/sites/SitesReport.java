package org.deploynet.control.sites;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.control.earnings.Earned;

/**
 * The sites that this super-peer serves, served, or does not serve by its owner's word. Sizes in bytes, amounts in microcredits (10^6
 * are one credit). Immutable.
 *
 * @param at when it was so
 * @param servesUnpaid whether visits that pay nothing are served
 * @param sites those of this moment first, then those that most was sent of; at most {@link #MOST_SITES}
 * @param leftOut how many more there are
 * @param denylists those that the owner subscribed to
 */
public record SitesReport(
        Instant at, boolean servesUnpaid, List<Site> sites, int leftOut, List<DenylistReport> denylists) {
    /** So that a report stays within what one answer may have. */
    public static final int MOST_SITES = 1_000;

    public SitesReport {
        sites = List.copyOf(sites);
        denylists = List.copyOf(denylists);
    }

    /**
     * One site.
     *
     * @param site the id of its publisher's key, which is its name in the network
     * @param origin its address; absent where it is not known any more
     * @param list the denylist that names it, where {@code state} says that it is one
     * @param files how many the assigned part of its manifest names
     * @param measured by the receipts of its visitors that are forced to disk here
     * @param confirmed the part of it that the network said it has posted
     * @param lastServed when its latest byte went to a browser
     * @param price microcredits per 10^9 bytes; absent where it is not assigned
     * @param allowed whether the owner said that it is served whatever a denylist says
     * @param problem why it cannot be fetched
     */
    public record Site(
            String site,
            Optional<String> origin,
            SiteState state,
            Optional<String> list,
            int files,
            Kept kept,
            Sent sent,
            Earned measured,
            Earned confirmed,
            Optional<Instant> lastServed,
            Optional<Long> price,
            boolean allowed,
            Optional<String> problem) {
        /** Where the bundles have a word for each thing that is so: the state first. */
        public List<String> textKeys() {
            return Stream.of(
                            Optional.of(state.textKey()),
                            Optional.of("engine.site.pinned").filter(key -> kept.pinned()),
                            Optional.of("engine.site.kept").filter(key -> kept.although()),
                            Optional.of("engine.site.allowed").filter(key -> allowed))
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    /**
     * What of it is on this disk, of how much that was assigned; a site's share is of the quota.
     *
     * @param pinned whether nothing of it is evicted
     * @param although whether it stays although the site is blocked
     */
    public record Kept(
            long bytes, long wantedBytes, boolean pinned, Optional<Integer> sharePercent, boolean although) {}

    /** Payload that was sent to browsers: since local midnight, on the latest 30 local days, and in all. */
    public record Sent(long today, long month, long total) {}
}
