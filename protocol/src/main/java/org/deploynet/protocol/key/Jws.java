package org.deploynet.protocol.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import java.security.Provider;
import java.security.Security;
import java.text.ParseException;
import java.util.Base64;
import java.util.Set;
import org.deploynet.protocol.ProtocolException;

/**
 * Signatures by ES256 only (RFC 7515): compact for tickets, receipts, proofs, purge orders and checkpoints, detached and unencoded
 * (RFC 7797) for manifests and denylists. Each kind has its own {@code typ}, so that none can be passed off as another. Safe from any
 * thread.
 */
public final class Jws {
    private static final int MAX_CHARS = 64 * 1024;
    private static final Set<String> UNENCODED = Set.of("b64");

    /** What is signed; {@code typ} in the header. */
    public enum Kind {
        MANIFEST("deploynet-manifest"),
        PROOF("deploynet-proof"),
        TICKET("deploynet-ticket"),
        RECEIPT("deploynet-receipt"),
        PURGE("deploynet-purge"),
        CHECKPOINT("deploynet-checkpoint"),
        ACCESS("deploynet-access"),
        DENYLIST("deploynet-denylist");

        private final String type;

        Kind(String type) {
            this.type = type;
        }
    }

    /** A payload and the key whose signature over it holds; read once and never compared. */
    public record Signed(byte[] payload, PublicKeyJwk by) {}

    private Jws() {}

    /** Signs in compact form; the header carries the public key. */
    public static String sign(Kind kind, byte[] payload, SigningKey key) {
        return sign(header(kind, key).build(), payload, key).serialize();
    }

    public static String signDetached(Kind kind, byte[] payload, SigningKey key) {
        JWSHeader header = header(kind, key)
                .base64URLEncodePayload(false)
                .criticalParams(UNENCODED)
                .build();
        return sign(header, payload, key).serialize(true);
    }

    /** The payload, if {@code key} signed it; a key in the header is not looked at. */
    public static byte[] verify(Kind kind, String compact, PublicKeyJwk key) throws ProtocolException {
        JWSObject object = parse(kind, compact);
        check(object, key.toEcKey(), Set.of());
        return object.getPayload().toBytes();
    }

    /** The payload, whoever signed it: for what {@link #verify} looks at before it counts. */
    public static byte[] claimed(String compact) throws ProtocolException {
        String[] parts = compact.split("\\.", 4);
        if (parts.length != 3) {
            throw new ProtocolException("not a signature in compact form");
        }
        try {
            return Base64.getUrlDecoder().decode(parts[1]);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("not a payload in base64url", e);
        }
    }

    /** The payload and the key in the header that signed it; the caller decides whether that key counts. */
    public static Signed verifyByHeaderKey(Kind kind, String compact) throws ProtocolException {
        JWSObject object = parse(kind, compact);
        PublicKeyJwk key = headerKey(object.getHeader());
        check(object, key.toEcKey(), Set.of());
        return new Signed(object.getPayload().toBytes(), key);
    }

    /** The key in the header that signed {@code payload}; the caller decides whether that key counts. */
    public static PublicKeyJwk verifyDetached(Kind kind, String detached, byte[] payload) throws ProtocolException {
        JWSObject object = parseDetached(detached, payload);
        checkHeader(kind, object.getHeader(), UNENCODED);
        PublicKeyJwk key = headerKey(object.getHeader());
        check(object, key.toEcKey(), UNENCODED);
        return key;
    }

    private static JWSHeader.Builder header(Kind kind, SigningKey key) {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType(kind.type))
                .jwk(key.toEcKey().toPublicJWK());
    }

    private static JWSObject sign(JWSHeader header, byte[] payload, SigningKey key) {
        try {
            var object = new JWSObject(header, new Payload(payload));
            object.sign(new ECDSASigner(key.toEcKey()));
            return object;
        } catch (JOSEException e) {
            throw new IllegalStateException("a P-256 key signs ES256", e);
        }
    }

    private static JWSObject parse(Kind kind, String compact) throws ProtocolException {
        if (compact.length() > MAX_CHARS) {
            throw new ProtocolException("a signature of " + compact.length() + " characters, at most " + MAX_CHARS);
        }
        try {
            JWSObject object = JWSObject.parse(compact);
            checkHeader(kind, object.getHeader(), Set.of());
            return object;
        } catch (ParseException | IllegalArgumentException e) {
            throw new ProtocolException("not a signed " + kind.type, e);
        }
    }

    private static JWSObject parseDetached(String detached, byte[] payload) throws ProtocolException {
        if (detached.length() > MAX_CHARS) {
            throw new ProtocolException("a signature of " + detached.length() + " characters, at most " + MAX_CHARS);
        }
        try {
            return JWSObject.parse(detached.strip(), new Payload(payload));
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            throw new ProtocolException("not a detached signature", e);
        }
    }

    private static void checkHeader(Kind kind, JWSHeader header, Set<String> critical) throws ProtocolException {
        if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())) {
            throw new ProtocolException("signed with " + header.getAlgorithm() + ", only ES256 is allowed");
        }
        if (!new JOSEObjectType(kind.type).equals(header.getType())) {
            throw new ProtocolException("signed as " + header.getType() + ", expected " + kind.type);
        }
        Set<String> named = header.getCriticalParams() == null ? Set.of() : header.getCriticalParams();
        if (!named.equals(critical) || header.isBase64URLEncodePayload() != critical.isEmpty()) {
            throw new ProtocolException("unexpected critical header parameters");
        }
    }

    private static PublicKeyJwk headerKey(JWSHeader header) throws ProtocolException {
        if (header.getJWK() instanceof ECKey key) {
            try {
                return PublicKeyJwk.of(key);
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new ProtocolException("the key in the header is not on P-256", e);
            }
        }
        throw new ProtocolException("no EC key in the header");
    }

    private static void check(JWSObject object, ECKey key, Set<String> understood) throws ProtocolException {
        try {
            var verifier = new ECDSAVerifier(key.toECPublicKey(), understood);
            Provider faster = Security.getProvider(FastSignatures.NAME);
            if (faster != null) {
                verifier.getJCAContext().setProvider(faster);
            }
            if (!object.verify(verifier)) {
                throw new ProtocolException("the signature does not hold");
            }
        } catch (JOSEException | IllegalStateException e) {
            throw new ProtocolException("the signature cannot be checked", e);
        }
    }
}
