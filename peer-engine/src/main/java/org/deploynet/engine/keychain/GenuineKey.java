package org.deploynet.engine.keychain;

import java.nio.charset.StandardCharsets;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.Jws;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;

/** Tells the key of a super-peer from whatever else a keychain may have in its place. */
final class GenuineKey {
    /** A key has a fifth of it. */
    static final int MAX_BYTES = 2048;

    private static final byte[] ANYTHING = "of the same pair".getBytes(StandardCharsets.US_ASCII);

    private GenuineKey() {}

    /** @throws ProtocolException it is not the key whose id is {@code peer}; says nothing of what it is */
    static SigningKey of(byte[] secret, KeyId peer) throws ProtocolException {
        if (secret.length > MAX_BYTES) {
            throw new ProtocolException("it has " + secret.length + " bytes, a key at most " + MAX_BYTES);
        }
        SigningKey key = SigningKey.parse(new String(secret, StandardCharsets.UTF_8));
        if (!key.id().equals(peer)) {
            throw new ProtocolException("it is the key of " + key.id() + ", not of " + peer);
        }
        // Its private half may be another's, and the id is of the public one.
        Jws.verify(Jws.Kind.PROOF, Jws.sign(Jws.Kind.PROOF, ANYTHING, key), key.publicKey());
        return key;
    }
}
