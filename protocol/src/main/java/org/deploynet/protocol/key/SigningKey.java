package org.deploynet.protocol.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.deploynet.protocol.ProtocolException;

/** A P-256 key pair that signs: of a publisher, a super-peer, a network or a visitor's session. Safe from any thread. */
public final class SigningKey {
    private static final String HMAC = "HmacSHA256";

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
        } catch (ParseException | IllegalArgumentException | NullPointerException e) {
            // The last is what the library makes of the text "null".
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

    /**
     * 32 secret bytes that belong to this key and {@code purpose} alone, and tell nothing of it: HMAC-SHA-256 under the private number.
     */
    public byte[] derived(byte[] purpose) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.getD().decode(), HMAC));
            return mac.doFinal(purpose);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
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
