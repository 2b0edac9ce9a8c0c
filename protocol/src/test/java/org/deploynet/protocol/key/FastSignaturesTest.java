package org.deploynet.protocol.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.deploynet.protocol.ProtocolException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The faster checker accepts what the JDK accepts, and nothing else. */
class FastSignaturesTest {
    /** Order of the group of P-256 (SEC 2, 2.4.2). */
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private static final int NUMBER = 32;

    private final SigningKey key = SigningKey.generate();
    private final String good = Jws.sign(Jws.Kind.RECEIPT, "{\"bytes\":7}".getBytes(StandardCharsets.UTF_8), key);

    @AfterEach
    void byTheJdkAgain() {
        FastSignatures.stop();
    }

    @Test
    void bothAgreeOnEverySignature() {
        List<String> all = signatures();
        List<Boolean> byTheJdk = all.stream().map(this::holds).toList();
        assertTrue(FastSignatures.use());
        assertEquals(byTheJdk, all.stream().map(this::holds).toList());
        // The one that was made, and its twin with the other s.
        assertEquals(2, byTheJdk.stream().filter(held -> held).count());
    }

    @Test
    void comesAfterTheJdksOwn() {
        assertTrue(FastSignatures.use());
        assertTrue(FastSignatures.use(), "again");
        assertTrue(holds(good));
        var providers = Security.getProviders();
        assertEquals(FastSignatures.NAME, providers[providers.length - 1].getName());
    }

    private boolean holds(String jws) {
        try {
            Jws.verify(Jws.Kind.RECEIPT, jws, key.publicKey());
            return true;
        } catch (ProtocolException e) {
            return false;
        }
    }

    private List<String> signatures() {
        byte[] made = Base64.getUrlDecoder().decode(good.substring(good.lastIndexOf('.') + 1));
        var r = new BigInteger(1, Arrays.copyOf(made, NUMBER));
        var s = new BigInteger(1, Arrays.copyOfRange(made, NUMBER, made.length));
        List<BigInteger> odd = List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                r,
                s,
                ORDER.subtract(r),
                ORDER.subtract(s),
                ORDER.subtract(BigInteger.ONE),
                ORDER,
                ORDER.add(BigInteger.ONE),
                BigInteger.TWO.pow(256).subtract(BigInteger.ONE));
        List<String> all = new ArrayList<>();
        for (BigInteger one : odd) {
            for (BigInteger other : odd) {
                all.add(signed(joined(number(one), number(other))));
            }
        }
        all.add(signed(joined(made, new byte[1])));
        all.add(signed(joined(made, new byte[NUMBER])));
        all.add(signed(Arrays.copyOf(made, made.length - 1)));
        all.add(signed(new byte[0]));
        var random = new Random(1);
        for (int i = 0; i < 500; i++) {
            byte[] flipped = made.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            all.add(signed(flipped));
        }
        return all;
    }

    private String signed(byte[] signature) {
        return good.substring(0, good.lastIndexOf('.') + 1)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] number = new byte[NUMBER];
        int length = Math.min(bytes.length, NUMBER);
        System.arraycopy(bytes, bytes.length - length, number, NUMBER - length, length);
        return number;
    }
}
