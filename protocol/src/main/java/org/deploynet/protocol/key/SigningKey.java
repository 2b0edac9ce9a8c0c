package org.deploynet.protocol.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.text.ParseException;
import org.deploynet.protocol.ProtocolException;

/** A P-256 key pair that signs: of a publisher, a super-peer, a network or a visitor's session. Safe from any thread. */
public final class SigningKey {
    private final ECKey key;
    private final PublicKeyJwk publicKey;

    private SigningKey(ECKey key) {
        this.key = key;
        this.publicKey = PublicKeyJwk.of(key);
    }

    public static SigningKey generate() {
        try {
            return new SigningKey(new ECKeyGenerator(Curve.P_256).generate());
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform makes P-256 keys", e);
        }
    }

    /** Reads what {@link #toSecretJson} wrote. */
    public static SigningKey parse(String secretJson) throws ProtocolException {
        try {
            ECKey key = ECKey.parse(secretJson);
            if (!Curve.P_256.equals(key.getCurve()) || !key.isPrivate()) {
                throw new ProtocolException("not a private P-256 key");
            }
            return new SigningKey(key);
        } catch (ParseException | IllegalArgumentException e) {
            throw new ProtocolException("not a private key in JSON Web Key form", e);
        }
    }

    /** The whole key pair as a JSON Web Key: a secret, for a file that only its owner can read. */
    public String toSecretJson() {
        return key.toJSONString();
    }

    public PublicKeyJwk publicKey() {
        return publicKey;
    }

    public KeyId id() {
        return publicKey.id();
    }

    ECKey toEcKey() {
        return key;
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "SigningKey " + id();
    }
}
