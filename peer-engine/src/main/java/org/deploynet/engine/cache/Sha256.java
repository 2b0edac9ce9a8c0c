package org.deploynet.engine.cache;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.deploynet.protocol.content.ObjectId;

/** A plain SHA-256, held like an object id. */
final class Sha256 {
    private Sha256() {}

    static ObjectId of(ByteBuffer bytes) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(bytes.duplicate());
            return ObjectId.of(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
