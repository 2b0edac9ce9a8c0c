package org.deploynet.control.sites;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A denylist that the owner subscribed to. Immutable.
 *
 * @param address where it is
 * @param key the id of the key whose signature counts, as it was at the subscription
 * @param sequence the number of the edition that counts
 * @param entries how many sites and objects it names
 * @param checked when it was last asked for in this run
 * @param trouble why the latest answer did not count; the edition before it goes on to
 */
public record DenylistReport(
        String address,
        String key,
        String name,
        long sequence,
        int entries,
        Instant issued,
        Instant expires,
        Optional<Instant> checked,
        Optional<Trouble> trouble) {
    /** Why an edition does not count. */
    public enum Trouble {
        /** Nothing came, or it could not be read whole. */
        UNREACHABLE,
        /** More than a list may have. */
        TOO_LARGE,
        /** No list, or its signature does not hold. */
        NOT_SIGNED,
        /** Signed by another key than the one of the subscription. */
        OTHER_KEY,
        /** An older edition than the one that counts, or another one of the same number. */
        ROLLED_BACK,
        EXPIRED,
        /** Issued in the future. */
        FUTURE;

        /** Where the bundles have a sentence for it. */
        public String textKey() {
            return "engine.denylist.trouble." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
