package org.deploynet.command.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.KeyId;

/**
 * A super-peer's identity in one file that is worth nothing without its passphrase: a line of JSON with the format's version, how the
 * key was derived (PBKDF2, RFC 8018), the ciphertext (AES-256-GCM, NIST SP 800-38D) and a checksum, by which damage is told from a wrong
 * passphrase. All fields before the ciphertext are authenticated with it. Immutable.
 *
 * @param sum SHA-256 in hex over all other fields
 */
public record IdentityBackup(
        int deploynetIdentity,
        KeyId peer,
        String kdf,
        int iterations,
        String salt,
        String nonce,
        String ciphertext,
        String sum) {
    static final String KDF = "PBKDF2WithHmacSHA512";
    /** Three times what OWASP's Password Storage Cheat Sheet asks of this function in 2023; about half a second here. */
    static final int ITERATIONS = 630_000;

    public static final int MIN_PASSPHRASE_CHARS = 10;

    private static final int VERSION = 1;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int MAX_BYTES = 16 * 1024;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BITS = 256;
    private static final Json JSON = Json.upTo(MAX_BYTES);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Why a backup cannot be used. */
    public enum Fault {
        /** It is not what {@code backup} wrote: cut, changed, or another file. */
        DAMAGED,
        /** A newer program wrote it. */
        NEWER,
        WRONG_PASSPHRASE
    }

    /** A backup that cannot be used. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        private final Fault fault;

        Unusable(Fault fault, Throwable cause) {
            super(fault.name(), cause);
            this.fault = fault;
        }

        public Fault fault() {
            return fault;
        }
    }

    /**
     * What is kept: the key pair as a JSON Web Key and, once it has joined one, the key of its network.
     */
    public record Secret(String identity, Optional<String> network) {
        public Secret {
            Check.text("identity", identity, 4096);
            network.ifPresent(key -> Check.text("network", key, 4096));
        }
    }

    public IdentityBackup {
        Check.range("version", deploynetIdentity, 1, Integer.MAX_VALUE);
        Check.present("peer", peer);
        Check.text("kdf", kdf, 64);
        Check.range("iterations", iterations, 1, MOST_ITERATIONS);
        Check.text("salt", salt, 64);
        Check.text("nonce", nonce, 64);
        Check.text("ciphertext", ciphertext, MAX_BYTES);
        Check.text("sum", sum, 64);
    }

    /** Encrypts {@code secret}, with a salt and a nonce of its own each time. */
    public static IdentityBackup of(KeyId peer, Secret secret, char[] passphrase) {
        var open =
                new IdentityBackup(VERSION, peer, KDF, ITERATIONS, random(SALT_BYTES), random(NONCE_BYTES), "-", "-");
        try {
            byte[] sealed = open.cipher(Cipher.ENCRYPT_MODE, passphrase).doFinal(JSON.writeBytes(secret));
            IdentityBackup closed = open.with(Base64.getEncoder().encodeToString(sealed), "-");
            return closed.with(closed.ciphertext, closed.checksum());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM and PBKDF2", e);
        }
    }

    /** @throws IOException the file cannot be read */
    public static IdentityBackup read(Path file) throws IOException, Unusable {
        if (Files.size(file) > MAX_BYTES) {
            throw new Unusable(Fault.DAMAGED, new ProtocolException("it has " + Files.size(file) + " bytes"));
        }
        try {
            IdentityBackup read = JSON.read(Files.readAllBytes(file), IdentityBackup.class);
            if (read.deploynetIdentity > VERSION) {
                throw new Unusable(Fault.NEWER, new ProtocolException("version " + read.deploynetIdentity));
            }
            if (!read.sum.equals(read.checksum()) || !read.kdf.equals(KDF)) {
                throw new Unusable(Fault.DAMAGED, new ProtocolException("its checksum is another"));
            }
            return read;
        } catch (ProtocolException e) {
            throw new Unusable(Fault.DAMAGED, e);
        }
    }

    public String text() {
        return JSON.write(this) + "\n";
    }

    /** What is in it. */
    public Secret open(char[] passphrase) throws Unusable {
        try {
            byte[] opened = cipher(Cipher.DECRYPT_MODE, passphrase)
                    .doFinal(Base64.getDecoder().decode(ciphertext));
            return JSON.read(opened, Secret.class);
        } catch (GeneralSecurityException e) {
            throw new Unusable(Fault.WRONG_PASSPHRASE, e);
        } catch (ProtocolException | IllegalArgumentException e) {
            throw new Unusable(Fault.DAMAGED, e);
        }
    }

    private IdentityBackup with(String newCiphertext, String newSum) {
        return new IdentityBackup(deploynetIdentity, peer, kdf, iterations, salt, nonce, newCiphertext, newSum);
    }

    private Cipher cipher(int mode, char[] passphrase) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                key(passphrase),
                new GCMParameterSpec(TAG_BITS, Base64.getDecoder().decode(nonce)));
        cipher.updateAAD(header().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private SecretKey key(char[] passphrase) throws GeneralSecurityException {
        var by = new PBEKeySpec(passphrase, Base64.getDecoder().decode(salt), iterations, KEY_BITS);
        byte[] derived = SecretKeyFactory.getInstance(kdf).generateSecret(by).getEncoded();
        by.clearPassword();
        try {
            return new SecretKeySpec(derived, "AES");
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    private String header() {
        return String.join(
                "\n", Integer.toString(deploynetIdentity), peer.hex(), kdf, Integer.toString(iterations), salt, nonce);
    }

    private String checksum() {
        try {
            byte[] all = (header() + "\n" + ciphertext).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
