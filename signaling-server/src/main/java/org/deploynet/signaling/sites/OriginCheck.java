package org.deploynet.signaling.sites;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.key.KeyId;

/** Asks an origin itself whether it serves the manifest that somebody registered for it. Safe from any thread; blocks. */
final class OriginCheck {
    private static final int MAX_SIGNATURE_BYTES = 16 * 1024;

    /** The origin does not stand behind the registration; the message says why, for the publisher. */
    static final class Failed extends Exception {
        Failed(String why, Throwable cause) {
            super(why, cause);
        }

        Failed(String why) {
            super(why);
        }
    }

    private final OriginFetch fetch;
    private final Clock clock;

    OriginCheck(OriginFetch fetch, Clock clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    /** What {@code origin} serves for {@code site}: at least what was asked, byte for byte if it has the same number. */
    Manifest check(KeyId site, Registration asked) throws Failed {
        Manifest found = read(site, asked);
        if (!found.origin().equals(asked.origin())) {
            throw new Failed("the manifest at " + asked.origin() + " is for " + found.origin());
        }
        if (found.sequence() < asked.sequence()) {
            throw new Failed(
                    "the origin still serves sequence " + found.sequence() + ", registered is " + asked.sequence());
        }
        return found;
    }

    private Manifest read(KeyId site, Registration asked) throws Failed {
        URI origin = URI.create(asked.origin());
        try {
            byte[] bytes = fetch.fetch(origin, Manifest.PATH, Manifest.MAX_BYTES);
            byte[] signature = fetch.fetch(origin, Manifest.SIGNATURE_PATH, MAX_SIGNATURE_BYTES);
            String jws = new String(signature, StandardCharsets.US_ASCII);
            Manifest found = SignedManifest.verify(bytes, jws, site, clock).manifest();
            if (found.sequence() == asked.sequence() && !Arrays.equals(Registration.hash(bytes), asked.hash())) {
                throw new Failed("the origin serves another manifest with the same sequence");
            }
            return found;
        } catch (IOException | ProtocolException e) {
            throw new Failed(String.valueOf(e.getMessage()), e);
        }
    }
}
