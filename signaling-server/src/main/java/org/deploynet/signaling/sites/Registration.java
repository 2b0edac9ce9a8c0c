package org.deploynet.signaling.sites;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.deploynet.protocol.content.SignedManifest;

/** What somebody asked to register: which sequence, from where, and the SHA-256 of the manifest. Read, never compared. */
record Registration(String origin, long sequence, byte[] hash) {
    static Registration of(SignedManifest signed) {
        return new Registration(signed.manifest().origin(), signed.manifest().sequence(), hash(signed.bytes()));
    }

    static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
