package org.deploynet.protocol.vectors;

import com.nimbusds.jose.jwk.ECKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.deploynet.protocol.key.SigningKey;

/** Makes any JWS, also those that {@code Jws} never would. Single-threaded. */
final class Forge {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Forge() {}

    static String compact(String header, String payload, SigningKey key) {
        String input = encode(header) + "." + encode(payload);
        return input + "." + sign(ascii(input), key);
    }

    /** RFC 7797: the payload itself is signed and left out. */
    static String detached(String header, String payload, SigningKey key) {
        return encode(header) + ".." + sign(unencodedInput(header, payload), key);
    }

    static String hmac(String header, String payload, String secret, boolean detached) {
        byte[] input = detached ? unencodedInput(header, payload) : ascii(encode(header) + "." + encode(payload));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(ascii(secret), "HmacSHA256"));
            String middle = detached ? "" : encode(payload);
            return encode(header) + "." + middle + "." + BASE64.encodeToString(mac.doFinal(input));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String header(String alg, String typ, SigningKey key, String more) {
        var jwk = key.publicKey();
        return "{\"typ\":\"%s\",\"alg\":\"%s\",\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}%s}"
                .formatted(typ, alg, jwk.x(), jwk.y(), more);
    }

    static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] unencodedInput(String header, String payload) {
        var input = new ByteArrayOutputStream();
        input.writeBytes(ascii(encode(header) + "."));
        input.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
        return input.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String sign(byte[] input, SigningKey key) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(ECKey.parse(key.toSecretJson()).toECPrivateKey());
            signature.update(input);
            return BASE64.encodeToString(signature.sign());
        } catch (Exception e) {
            throw new IllegalStateException("a P-256 key signs", e);
        }
    }
}
