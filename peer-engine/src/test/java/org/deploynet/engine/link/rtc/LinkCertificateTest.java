package org.deploynet.engine.link.rtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import org.deploynet.protocol.net.Fingerprints;
import org.junit.jupiter.api.Test;

class LinkCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final LinkCertificate certificate = LinkCertificate.generate(NOW);

    @Test
    void isAValidSelfSignedCertificateOnP256() throws Exception {
        X509Certificate read = read();
        read.verify(read.getPublicKey());
        read.checkValidity(Date.from(NOW));
        read.checkValidity(Date.from(NOW.plus(Duration.ofDays(364))));
        assertEquals(3, read.getVersion());
        assertEquals("SHA256withECDSA", read.getSigAlgName());
        assertEquals(read.getIssuerX500Principal(), read.getSubjectX500Principal());
        byte[] key = Base64.getMimeDecoder().decode(certificate.privateKeyPem().replaceAll("-----[A-Z ]+-----", ""));
        assertEquals(
                "EC",
                KeyFactory.getInstance("EC")
                        .generatePrivate(new PKCS8EncodedKeySpec(key))
                        .getAlgorithm());
    }

    @Test
    void namesItsHashAsSessionDescriptionsDo() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(read().getEncoded());
        String expected =
                "sha-256 " + HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
        assertEquals(expected, certificate.fingerprint());
        assertEquals(expected, Fingerprints.of("v=0\r\na=fingerprint:" + certificate.fingerprint() + "\r\n"));
    }

    @Test
    void isAnotherOneAtEachStart() {
        assertNotEquals(certificate.fingerprint(), LinkCertificate.generate(NOW).fingerprint());
    }

    @Test
    void neverShowsItsKey() {
        assertFalse(certificate.toString().contains("KEY"));
    }

    private X509Certificate read() throws Exception {
        var pem = new ByteArrayInputStream(certificate.certificatePem().getBytes(StandardCharsets.US_ASCII));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
    }
}
