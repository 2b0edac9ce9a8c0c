package org.deploynet.protocol.credit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.deploynet.protocol.key.KeyId;

/**
 * An origin's word that it gave out a page of its site just now: {@code expires.nonce.mac}, in seconds since 1970, 16 random bytes and
 * HMAC-SHA-256 over {@code site.expires.nonce} under the secret that the origin and the network share; bytes are base64url without
 * padding. It keeps a program from inventing visitors without asking the origin for a page each time. Immutable.
 */
public record PageToken(long expires, String nonce, String mac) {
    /** How long one may be good for, at most. */
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    public static final int MAX_CHARS = 96;

    private static final Pattern FORM = Pattern.compile("([0-9]{1,12})\\.([A-Za-z0-9_-]{22})\\.([A-Za-z0-9_-]{43})");
    private static final String HMAC = "HmacSHA256";
    /** The origin's clock may be that much ahead or behind. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    /** Empty for what is none at all. */
    public static Optional<PageToken> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new PageToken(Long.parseLong(parts.group(1)), parts.group(2), parts.group(3)))
                : Optional.empty();
    }

    /** As an origin makes it. */
    public static PageToken mint(String secret, KeyId site, long expires, String nonce) {
        return new PageToken(expires, nonce, mac(secret, site, expires, nonce));
    }

    public String text() {
        return expires + "." + nonce + "." + mac;
    }

    /** Whether somebody who knows {@code secret} made it for {@code site}. */
    public boolean isBy(String secret, KeyId site) {
        return MessageDigest.isEqual(
                mac.getBytes(StandardCharsets.US_ASCII),
                mac(secret, site, expires, nonce).getBytes(StandardCharsets.US_ASCII));
    }

    public boolean isInTime(Instant now) {
        Instant end = Instant.ofEpochSecond(expires);
        return end.plus(CLOCKS).isAfter(now)
                && !end.minus(LIFETIME).minus(CLOCKS).isAfter(now);
    }

    private static String mac(String secret, KeyId site, long expires, String nonce) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), HMAC));
            byte[] over = (site.hex() + "." + expires + "." + nonce).getBytes(StandardCharsets.US_ASCII);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(over));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
