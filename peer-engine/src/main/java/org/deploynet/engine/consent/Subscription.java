package org.deploynet.engine.consent;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.deploynet.protocol.denylist.Denylist;
import org.deploynet.protocol.key.KeyId;

/**
 * A denylist that the owner subscribed to, with its last good edition. Immutable.
 *
 * @param address where it is, which names it
 * @param key the one whose signature counts, as it was when he subscribed
 * @param entries of the last good edition, which counts until there is a newer good one
 * @param checked when it was last asked for in this run
 * @param trouble why the last answer did not count
 */
public record Subscription(
        URI address,
        KeyId key,
        String name,
        long sequence,
        Instant issued,
        Instant expires,
        Set<String> entries,
        Optional<Instant> checked,
        Optional<Trouble> trouble) {
    /** Why an edition does not count, and what came before it goes on to. */
    public enum Trouble {
        /** Nothing came, or it could not be read whole. */
        UNREACHABLE,
        /** More bytes or entries than a list may have. */
        TOO_LARGE,
        /** No list, or its signature does not hold. */
        NOT_SIGNED,
        /** Another key than the pinned one signed it. */
        OTHER_KEY,
        /** An older edition than the one that counts, or another one of the same number. */
        ROLLED_BACK,
        EXPIRED,
        /** Issued in the future. */
        FUTURE;

        /** For a sentence. */
        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** A list whose last good edition is as it was kept. */
    static Subscription kept(URI address, KeyId key, Denylist list) {
        return made(address, key, list, Optional.empty());
    }

    /** A list whose last good edition was lost; none below {@code sequence} counts. */
    static Subscription lost(URI address, KeyId key, long sequence) {
        return new Subscription(
                address,
                key,
                address.toString(),
                sequence,
                Instant.EPOCH,
                Instant.EPOCH,
                Set.of(),
                Optional.empty(),
                Optional.of(Trouble.UNREACHABLE));
    }

    static Subscription of(URI address, KeyId key, Denylist list, Instant now) {
        return made(address, key, list, Optional.of(now));
    }

    private static Subscription made(URI address, KeyId key, Denylist list, Optional<Instant> checked) {
        return new Subscription(
                address,
                key,
                list.name(),
                list.sequence(),
                list.issued(),
                list.expires(),
                Set.copyOf(list.entries()),
                checked,
                Optional.empty());
    }

    /** The last good edition goes on to count. */
    Subscription troubled(Trouble why, Instant now) {
        return new Subscription(
                address, key, name, sequence, issued, expires, entries, Optional.of(now), Optional.of(why));
    }

    boolean names(String entry) {
        return entries.contains(entry);
    }
}
