package org.deploynet.engine.keychain;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHParameterSpec;
import javax.crypto.spec.DHPublicKeySpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * How secrets cross the bus so that its log does not show them: the Secret Service API's {@code dh-ietf1024-sha256-aes128-cbc-pkcs7}.
 * It keeps them from being written down by accident, and not from whoever is in the middle, who is the bus itself. For one thread.
 */
final class TransferCipher {
    static final String ALGORITHM = "dh-ietf1024-sha256-aes128-cbc-pkcs7";

    /** RFC 2409, section 6.2. */
    private static final BigInteger PRIME = new BigInteger(
            "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
                    + "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
                    + "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF",
            16);

    private static final DHParameterSpec GROUP = new DHParameterSpec(PRIME, BigInteger.TWO);
    private static final int AES_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair own;

    TransferCipher() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("DH");
        generator.initialize(GROUP, RANDOM);
        own = generator.generateKeyPair();
    }

    /** What the other side needs of ours: an unsigned number, the highest byte first. */
    byte[] offer() {
        byte[] signed = ((DHPublicKey) own.getPublic()).getY().toByteArray();
        return signed[0] == 0 ? java.util.Arrays.copyOfRange(signed, 1, signed.length) : signed;
    }

    /** The key that both sides now have. @throws GeneralSecurityException {@code theirs} is no such number */
    SecretKey agree(byte[] theirs) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("DH");
        agreement.init(own.getPrivate());
        var number = new DHPublicKeySpec(new BigInteger(1, theirs), PRIME, BigInteger.TWO);
        agreement.doPhase(KeyFactory.getInstance("DH").generatePublic(number), true);
        return KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "AES",
                        HKDFParameterSpec.ofExtract()
                                .addIKM(agreement.generateSecret())
                                .thenExpand(null, AES_BYTES));
    }

    static byte[] freshStart() {
        byte[] start = new byte[AES_BYTES];
        RANDOM.nextBytes(start);
        return start;
    }

    static byte[] encrypt(SecretKey key, byte[] start, byte[] plain) throws GeneralSecurityException {
        return run(Cipher.ENCRYPT_MODE, key, start, plain);
    }

    static byte[] decrypt(SecretKey key, byte[] start, byte[] secret) throws GeneralSecurityException {
        return run(Cipher.DECRYPT_MODE, key, start, secret);
    }

    private static byte[] run(int mode, SecretKey key, byte[] start, byte[] bytes) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(mode, key, new IvParameterSpec(start));
        return cipher.doFinal(bytes);
    }
}
