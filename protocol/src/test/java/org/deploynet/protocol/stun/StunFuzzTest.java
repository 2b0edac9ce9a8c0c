package org.deploynet.protocol.stun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.stun.StunAttribute.Unknown;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever arrives is read or refused, and what was read is what would be written. More inputs: {@code
 * -Ddeploynet.stun.fuzz=10000000}.
 */
class StunFuzzTest {
    private static final int INPUTS = Integer.getInteger("deploynet.stun.fuzz", 100_000);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyDatagramIsReadOrRefused(long seed) {
        var random = new Random(seed);
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] datagram = random.nextInt(10) == 0 ? noise(random) : mutated(random);
            if (isRead(datagram)) {
                read++;
            }
        }
        // Nothing would be found by inputs of which none, or each, gets through.
        assertTrue(read > INPUTS / 100 && read < INPUTS, read + " of " + INPUTS + " were read");
    }

    private static boolean isRead(byte[] datagram) {
        try {
            StunMessage message = StunCodec.decode(datagram);
            List<StunAttribute> known = message.attributes().stream()
                    .filter(attribute -> !(attribute instanceof Unknown))
                    .toList();
            var writable = new StunMessage(message.kind(), message.transaction(), known, message.fingerprint());
            assertEquals(writable, StunCodec.decode(StunCodec.encode(writable)));
            return true;
        } catch (ProtocolException e) {
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError("not caught: " + HexFormat.of().formatHex(datagram), e);
        }
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[random.nextInt(StunCodec.MAX_BYTES + 100)];
        random.nextBytes(noise);
        return noise;
    }

    // Mostly without the fingerprint, behind which nothing would be reached.
    private static byte[] mutated(Random random) {
        byte[] sample = Rfc5769.ALL.get(random.nextInt(Rfc5769.ALL.size()));
        boolean ends = sample[sample.length - 8] == (byte) 0x80 && random.nextInt(20) > 0;
        byte[] datagram = Arrays.copyOf(sample, sample.length - (ends ? 8 : 0));
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = random.nextInt(datagram.length);
            switch (random.nextInt(5)) {
                case 0 -> datagram[at] = (byte) random.nextInt(256);
                case 1 -> datagram[at] ^= (byte) (1 << random.nextInt(8));
                // The types this code knows are small.
                case 2 -> datagram[at] = (byte) random.nextInt(0x30);
                case 3 -> datagram = Arrays.copyOf(datagram, 20 + random.nextInt(300));
                default ->
                    System.arraycopy(datagram, at, datagram, 20, Math.min(datagram.length - at, datagram.length - 20));
            }
        }
        if (random.nextInt(10) > 0) {
            datagram[2] = (byte) ((datagram.length - 20) >> 8);
            datagram[3] = (byte) (datagram.length - 20);
        }
        return datagram;
    }
}
