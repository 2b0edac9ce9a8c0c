package org.deploynet.protocol.signaling;

import org.deploynet.protocol.Check;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.Jws;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;

/**
 * A super-peer's proof that it holds the key of its name, bound to this connection and to the DTLS certificate its links
 * use. {@code epoch} grows by one at every start of the engine; an equal or lower one is a clone. Immutable.
 */
public record Proof(String nonce, KeyId network, KeyId peer, String fingerprint, long epoch) {
    private static final Json JSON = Json.upTo(4096);

    public Proof {
        Check.text("nonce", nonce, 64);
        Check.present("network", network);
        Check.present("peer", peer);
        Check.text("fingerprint", fingerprint, 128);
        Check.range("epoch", epoch, 1, 1L << 53);
    }

    public String sign(SigningKey identity) {
        return Jws.sign(Jws.Kind.PROOF, JSON.writeBytes(this), identity);
    }

    /** The proof, if the key that signed it has the name it claims. */
    public static Proof verify(String jws) throws ProtocolException {
        Jws.Signed signed = Jws.verifyByHeaderKey(Jws.Kind.PROOF, jws);
        Proof proof = JSON.read(signed.payload(), Proof.class);
        if (!signed.by().id().equals(proof.peer())) {
            throw new ProtocolException("the proof is signed by " + signed.by().id() + ", not by " + proof.peer());
        }
        return proof;
    }
}
