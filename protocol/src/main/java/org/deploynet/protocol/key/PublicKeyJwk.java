package org.deploynet.protocol.key;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.deploynet.protocol.Check;

/** A public P-256 key as a JSON Web Key (RFC 7517). The constructor refuses a point that is not on the curve. Immutable. */
public record PublicKeyJwk(String kty, String crv, String x, String y) {
    private static final int ID_BYTES = 20;
    private static final int COORDINATE_CHARS = 43;

    public PublicKeyJwk {
        Check.that("EC".equals(kty) && "P-256".equals(crv), "only EC keys on P-256 are allowed");
        coordinate("x", x);
        coordinate("y", y);
        ecKey(x, y);
    }

    static PublicKeyJwk of(ECKey key) {
        return new PublicKeyJwk("EC", "P-256", key.getX().toString(), key.getY().toString());
    }

    @JsonIgnore
    public KeyId id() {
        try {
            byte[] spki = toEcKey().toECPublicKey().getEncoded();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(spki);
            return new KeyId(HexFormat.of().formatHex(Arrays.copyOf(hash, ID_BYTES)));
        } catch (JOSEException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a checked P-256 key must have an encoding", e);
        }
    }

    ECKey toEcKey() {
        return ecKey(x, y);
    }

    private static ECKey ecKey(String x, String y) {
        return new ECKey.Builder(Curve.P_256, new Base64URL(x), new Base64URL(y)).build();
    }

    private static void coordinate(String name, String value) {
        Check.that(
                value != null && value.matches("[A-Za-z0-9_-]{" + COORDINATE_CHARS + "}"),
                "key coordinate " + name + " is not 32 bytes of base64url");
    }
}
