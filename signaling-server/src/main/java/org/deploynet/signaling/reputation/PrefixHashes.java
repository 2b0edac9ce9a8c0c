package org.deploynet.signaling.reputation;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.deploynet.signaling.limits.Prefixes;

/**
 * Stands in for visitors' addresses: hashes under a key that is random and kept nowhere, so that nobody can choose where prefixes fall
 * together and nothing is left of them when the server ends. Safe from any thread.
 */
final class PrefixHashes {
    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int IPV4_REGION_BYTES = 2;
    private static final int IPV6_REGION_BYTES = 4;

    private final Mac mac;

    /** Of a visitor's prefix (/24 or /56), and of what one provider or customer often has as a whole (/16 or /32). */
    record Hashed(long prefix, long region) {}

    PrefixHashes() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    // All four lengths are different, so that none is hashed like one of another kind.
    synchronized Hashed of(InetAddress address) {
        int region = address instanceof Inet4Address ? IPV4_REGION_BYTES : IPV6_REGION_BYTES;
        return new Hashed(hash(Prefixes.prefix(address)), hash(Arrays.copyOf(address.getAddress(), region)));
    }

    private long hash(byte[] bytes) {
        return ByteBuffer.wrap(mac.doFinal(bytes)).getLong();
    }
}
