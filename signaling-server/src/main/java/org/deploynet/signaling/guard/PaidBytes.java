package org.deploynet.signaling.guard;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.limits.Prefixes;

/**
 * The bytes that the tickets of the running hour can cost, by visitor's prefix and site, and by site. A ticket counts in the hour
 * in which it is issued, whole, until it is known that nothing more can be asked for it; so what is paid for the tickets of an
 * hour never exceeds the cap. Safe from any thread.
 *
 * <p>Prefixes are counted in a count-min sketch (Cormode and Muthukrishnan, 2005): four megabytes however many come, no list of
 * who was here, and never too little for anybody, so that a flood of prefixes cannot make one be forgotten. Where they fall
 * together is decided by a key that is random, kept nowhere but here, and another one each day.
 */
public final class PaidBytes {
    private static final int COUNTERS = 1 << 19;
    private static final int UNIT_BYTES = 1024;
    private static final int KEY_BYTES = 32;
    /** Tickets beyond these count whole, also those that were hardly used. */
    private static final int MAX_CLAIMS = 200_000;

    private static final String HMAC = "HmacSHA256";

    /** What became of a wish to be paid for. */
    public sealed interface Answer {}

    /** May cost its bytes; from now on they count. */
    public record Claim(long hour, KeyId site, Counters at, long bytes) implements Answer {}

    /** Where a prefix and site are counted, by row. */
    record Counters(int first, int second) {}

    /** May cost nothing. */
    public record Over(Unpaid why) implements Answer {}

    private final ToLongFunction<KeyId> prefixBytes;
    private final Function<KeyId, OptionalLong> siteBytes;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Mac mac;
    private final int[] firstRow = new int[COUNTERS];
    private final int[] secondRow = new int[COUNTERS];
    private final Map<KeyId, Long> bySite = new HashMap<>();
    private final Map<String, Claim> claims = new HashMap<>();
    private long hour = Long.MIN_VALUE;

    /**
     * @param prefixBytes what visitors of one prefix can cost a site in an hour
     * @param siteBytes what a site may cost in an hour, where there is such a cap
     */
    public PaidBytes(ToLongFunction<KeyId> prefixBytes, Function<KeyId, OptionalLong> siteBytes, Clock clock) {
        this.prefixBytes = prefixBytes;
        this.siteBytes = siteBytes;
        this.clock = clock;
        try {
            mac = Mac.getInstance(HMAC);
            renewKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    /** Takes {@code bytes} of what {@code visitor} may still cost {@code site} in this hour, all of them or none. */
    public synchronized Answer claim(InetAddress visitor, KeyId site, long bytes) {
        roll();
        Counters at = counters(visitor, site);
        Optional<Unpaid> over = over(site, at, bytes);
        if (over.isPresent()) {
            return new Over(over.get());
        }
        count(at, units(bytes));
        bySite.merge(site, bytes, Long::sum);
        return new Claim(hour, site, at, bytes);
    }

    /** Why {@link #claim} would take nothing just now; empty when it would. */
    public synchronized Optional<Unpaid> over(InetAddress visitor, KeyId site, long bytes) {
        roll();
        return over(site, counters(visitor, site), bytes);
    }

    private Optional<Unpaid> over(KeyId site, Counters at, long bytes) {
        if (bySite.getOrDefault(site, 0L) + bytes > siteBytes.apply(site).orElse(Long.MAX_VALUE)) {
            return Optional.of(Unpaid.SITE_CAP);
        }
        return (least(at) + units(bytes)) * UNIT_BYTES > prefixBytes.applyAsLong(site)
                ? Optional.of(Unpaid.PREFIX_CAP)
                : Optional.empty();
    }

    private static int units(long bytes) {
        return Math.toIntExact(Math.ceilDiv(bytes, UNIT_BYTES));
    }

    /** The claim is that of ticket {@code id}. */
    public synchronized void issued(String id, Claim claim) {
        roll();
        if (claim.hour() == hour && claims.size() < MAX_CLAIMS) {
            claims.put(id, claim);
        }
    }

    /** Nothing came of it. */
    public synchronized void giveBack(Claim claim) {
        giveBack(claim, 0);
    }

    /** Ticket {@code id} was paid for with {@code used} bytes, and whatever else is said for it is not paid. */
    public synchronized void ended(String id, long used) {
        Claim claim = claims.remove(id);
        if (claim != null) {
            giveBack(claim, used);
        }
    }

    private void giveBack(Claim claim, long used) {
        roll();
        if (claim.hour() == hour) {
            count(claim.at(), -Math.toIntExact((claim.bytes() - used) / UNIT_BYTES));
            bySite.merge(claim.site(), used - claim.bytes(), Long::sum);
        }
    }

    private void roll() {
        long now = Math.floorDiv(clock.millis(), Duration.ofHours(1).toMillis());
        if (now == hour) {
            return;
        }
        if (Math.floorDiv(now, 24) != Math.floorDiv(hour, 24)) {
            renewKey();
        }
        hour = now;
        Arrays.fill(firstRow, 0);
        Arrays.fill(secondRow, 0);
        bySite.clear();
        claims.clear();
    }

    private void renewKey() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        try {
            mac.init(new SecretKeySpec(key, HMAC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of " + KEY_BYTES + " bytes is one", e);
        }
    }

    // IPv4 and IPv6 differ in their length, so that no prefix of one is hashed like one of the other.
    private Counters counters(InetAddress visitor, KeyId site) {
        mac.update(site.hex().getBytes(StandardCharsets.US_ASCII));
        ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(Prefixes.prefix(visitor)));
        return new Counters(hash.getInt() & (COUNTERS - 1), hash.getInt() & (COUNTERS - 1));
    }

    private long least(Counters at) {
        return Math.min(firstRow[at.first()], secondRow[at.second()]);
    }

    private void count(Counters at, int units) {
        firstRow[at.first()] += units;
        secondRow[at.second()] += units;
    }
}
