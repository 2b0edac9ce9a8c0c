package org.deploynet.protocol.credit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.key.FastSignatures;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.junit.jupiter.api.Test;

/** {@code -Dmutations=1000000 -Dseed=1} for the long form, that many by each of the two checkers. */
class SignedReceiptTest {
    private static final SigningKey NETWORK = SigningKey.generate();
    private static final SigningKey SESSION = SigningKey.generate();
    private static final long BYTES = 3 * Pieces.PIECE_BYTES;

    private static Ticket ticket(KeyId network, long maxBytes) {
        KeyId any = new KeyId("%040x".formatted(7));
        return new Ticket(
                "t1",
                network,
                "l1",
                any,
                any,
                "sha-256 AA",
                "sha-256 BB",
                SESSION.publicKey(),
                maxBytes,
                Price.DEFAULT,
                0,
                1);
    }

    private static SignedReceipt good() {
        return new SignedReceipt(
                ticket(NETWORK.id(), Ticket.FIRST_MAX_BYTES).sign(NETWORK), new Receipt("t1", 3, BYTES).sign(SESSION));
    }

    private static void assertRefused(String why, SignedReceipt receipt) {
        ProtocolException e = assertThrows(ProtocolException.class, () -> receipt.verify(NETWORK.id()));
        assertTrue(String.valueOf(e.getMessage()).contains(why), e::getMessage);
    }

    @Test
    void saysWhatBothSigned() throws Exception {
        SignedReceipt.Proven proven = good().verify(NETWORK.id());

        assertEquals(new Receipt("t1", 3, BYTES), proven.receipt());
        assertEquals("t1", proven.ticket().id());
        assertEquals(Price.earned(BYTES, Price.DEFAULT), proven.earned());
    }

    @Test
    void everyWrongKeyIsRefused() {
        SigningKey stranger = SigningKey.generate();
        String receipt = good().receiptJws();
        assertRefused(
                "not by the network",
                new SignedReceipt(ticket(stranger.id(), Ticket.FIRST_MAX_BYTES).sign(stranger), receipt));
        // A stranger who writes the network's name into his own ticket.
        assertRefused(
                "not by the network",
                new SignedReceipt(ticket(NETWORK.id(), Ticket.FIRST_MAX_BYTES).sign(stranger), receipt));
        assertRefused(
                "the ticket is of network",
                new SignedReceipt(ticket(stranger.id(), Ticket.FIRST_MAX_BYTES).sign(NETWORK), receipt));
        assertRefused(
                "does not hold", new SignedReceipt(good().ticketJws(), new Receipt("t1", 3, BYTES).sign(stranger)));
        assertRefused(
                "does not hold", new SignedReceipt(good().ticketJws(), new Receipt("t1", 3, BYTES).sign(NETWORK)));
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        assertRefused(
                "is for ticket t2", new SignedReceipt(good().ticketJws(), new Receipt("t2", 3, BYTES).sign(SESSION)));
        assertRefused(
                "the ticket allows",
                new SignedReceipt(ticket(NETWORK.id(), BYTES - 1).sign(NETWORK), good().receiptJws()));
        assertRefused("signed as", new SignedReceipt(good().receiptJws(), good().ticketJws()));
    }

    @Test
    void noMutationSaysAnythingElse() throws ProtocolException {
        tryMutations("the JDK");
    }

    /** The server's way to check. */
    @Test
    void noMutationSaysAnythingElseToBoringSsl() throws ProtocolException {
        assertTrue(FastSignatures.use());
        try {
            tryMutations("BoringSSL");
        } finally {
            FastSignatures.stop();
        }
    }

    private static void tryMutations(String checker) throws ProtocolException {
        long count = Long.getLong("mutations", 2_000);
        long seed = Long.getLong("seed", 1);
        var random = new Random(seed);
        SignedReceipt good = good();
        SignedReceipt.Proven meant = good.verify(NETWORK.id());
        long accepted = 0;
        for (long i = 0; i < count; i++) {
            accepted += isAccepted(mutated(good, random), meant) ? 1 : 0;
        }
        System.out.printf(
                "%,d mutated tickets and receipts, seed %d, checked by %s: %d accepted%n",
                count, seed, checker, accepted);
        assertEquals(0, accepted);
    }

    // ECDSA has a second signature for each one, and base64 letters a few bits that say nothing: only what is said
    // counts.
    private static boolean isAccepted(SignedReceipt mutant, SignedReceipt.Proven meant) {
        try {
            return !mutant.verify(NETWORK.id()).equals(meant);
        } catch (ProtocolException e) {
            return false;
        }
    }

    private static SignedReceipt mutated(SignedReceipt good, Random random) {
        return random.nextBoolean()
                ? new SignedReceipt(mutated(good.ticketJws(), random), good.receiptJws())
                : new SignedReceipt(good.ticketJws(), mutated(good.receiptJws(), random));
    }

    private static String mutated(String jws, Random random) {
        String[] parts = jws.split("\\.");
        int part = random.nextInt(3);
        byte[] bytes = Base64.getUrlDecoder().decode(parts[part]);
        List<Supplier<byte[]>> ways = List.of(
                () -> flipped(bytes, random),
                () -> figures(bytes, random),
                () -> replaced(bytes, "ES256", random.nextBoolean() ? "none" : "HS256"),
                () -> replaced(bytes, "deploynet-ticket", "deploynet-receipt"));
        parts[part] = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ways.get(random.nextInt(ways.size())).get());
        return random.nextInt(50) == 0 ? parts[0] + "." + parts[1] + "." : String.join(".", parts);
    }

    private static byte[] flipped(byte[] of, Random random) {
        byte[] bytes = of.clone();
        for (int bits = 1 + random.nextInt(3); bits > 0; bits--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] figures(byte[] of, Random random) {
        String text = new String(of, StandardCharsets.ISO_8859_1);
        return text.replaceAll("[0-9]", String.valueOf(random.nextInt(10))).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] replaced(byte[] of, String one, String other) {
        return new String(of, StandardCharsets.ISO_8859_1).replace(one, other).getBytes(StandardCharsets.ISO_8859_1);
    }
}
