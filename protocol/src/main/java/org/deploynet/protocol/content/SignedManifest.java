package org.deploynet.protocol.content;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.Jws;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.key.SigningKey;

/** A manifest whose signature holds for the site it names, with the bytes that were signed. Immutable. */
public final class SignedManifest {
    /** How far clocks may differ before a manifest counts as not yet issued or expired. */
    public static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    private static final Json JSON = Json.upTo(Manifest.MAX_BYTES);

    private final Manifest manifest;
    private final byte[] bytes;
    private final String signature;

    private SignedManifest(Manifest manifest, byte[] bytes, String signature) {
        this.manifest = manifest;
        this.bytes = bytes;
        this.signature = signature;
    }

    public static SignedManifest sign(Manifest manifest, SigningKey publisher) {
        if (!manifest.site().equals(publisher.id())) {
            throw new IllegalArgumentException("site " + manifest.site() + " is not of key " + publisher.id());
        }
        byte[] bytes = JSON.writeBytes(manifest);
        return new SignedManifest(manifest, bytes, Jws.signDetached(Jws.Kind.MANIFEST, bytes, publisher));
    }

    /** Checks signature, site and time; whether the sequence is new enough only the caller knows. */
    public static SignedManifest verify(byte[] bytes, String signature, KeyId site, Clock clock)
            throws ProtocolException {
        PublicKeyJwk by = Jws.verifyDetached(Jws.Kind.MANIFEST, signature, bytes);
        if (!by.id().equals(site)) {
            throw new ProtocolException("the manifest is signed by " + by.id() + ", expected site " + site);
        }
        Manifest manifest = JSON.read(bytes, Manifest.class);
        if (!manifest.site().equals(site)) {
            throw new ProtocolException("the manifest is for site " + manifest.site() + ", expected " + site);
        }
        checkTime(manifest, clock.instant());
        return new SignedManifest(manifest, bytes.clone(), signature);
    }

    private static void checkTime(Manifest manifest, Instant now) throws ProtocolException {
        if (now.isAfter(manifest.expires().plus(CLOCK_DIFFERENCE))) {
            throw new ProtocolException("the manifest expired at " + manifest.expires());
        }
        if (now.isBefore(manifest.issued().minus(CLOCK_DIFFERENCE))) {
            throw new ProtocolException("the manifest is issued in the future, at " + manifest.issued());
        }
    }

    public Manifest manifest() {
        return manifest;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String signature() {
        return signature;
    }
}
