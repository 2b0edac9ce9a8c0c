package org.deploynet.engine.link.rtc;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The certificate this engine shows on every link: self-signed, EC P-256 (RFC 5280), made anew at each start. The key pair in
 * PEM is a secret that never leaves the process. Immutable.
 */
record LinkCertificate(String privateKeyPem, String certificatePem, String fingerprint, Instant expires) {
    private static final String ECDSA_WITH_SHA256 = "2a8648ce3d040302";
    private static final String COMMON_NAME = "550403";
    private static final String SUBJECT = "WebRTC";
    private static final int SERIAL_BITS = 64;
    private static final Duration VALIDITY = Duration.ofDays(365);
    private static final Duration CLOCK_DIFFERENCE = Duration.ofDays(1);

    static LinkCertificate generate(Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            byte[] certificate = signed(keys, now);
            check(certificate, keys);
            return new LinkCertificate(
                    pem("PRIVATE KEY", keys.getPrivate().getEncoded()),
                    pem("CERTIFICATE", certificate),
                    fingerprint(certificate),
                    now.plus(VALIDITY));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform makes P-256 certificates", e);
        }
    }

    private static byte[] signed(KeyPair keys, Instant now) throws GeneralSecurityException {
        byte[] algorithm = Der.sequence(Der.identifier(ECDSA_WITH_SHA256));
        byte[] name = Der.sequence(Der.set(Der.sequence(Der.identifier(COMMON_NAME), Der.text(SUBJECT))));
        byte[] body = Der.sequence(
                Der.explicit0(Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS)),
                algorithm,
                name,
                Der.sequence(Der.time(now.minus(CLOCK_DIFFERENCE)), Der.time(now.plus(VALIDITY))),
                name,
                keys.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(body);
        return Der.sequence(body, algorithm, Der.bits(signature.sign()));
    }

    // libwebrtc aborts the process for a malformed certificate, so nothing unread is handed to it.
    private static void check(byte[] certificate, KeyPair keys) throws GeneralSecurityException {
        CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate))
                .verify(keys.getPublic());
    }

    private static String fingerprint(byte[] certificate) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate);
        return "sha-256 " + HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
    }

    private static String pem(String what, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "LinkCertificate " + fingerprint;
    }
}
