package org.deploynet.engine.nat.mapping;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Every decoder of what a router says against broken messages: each is read or refused, and nothing else happens. More with {@code
 * -Dinputs=1000000 -Dseed=1}: so many for each decoder.
 */
class HostileMessagesTest {
    private static final int INPUTS = Integer.getInteger("inputs", 5_000);
    private static final long SEED = Long.getLong("seed", 20_261_127);
    private static final int LONGEST = 3000;

    private static final InetAddress GATEWAY = InetAddress.ofLiteral("192.168.7.1");
    private static final URI LOCATION = URI.create("http://192.168.7.1:5000/rootDesc.xml");

    private interface Decoder {
        void read(byte[] input) throws RouterException;
    }

    @Test
    void pcp() {
        survives(
                input -> {
                    var response = PcpMessages.read(input);
                    if (response.map().isPresent()) {
                        PcpMessages.grant(response, response.map().orElseThrow());
                    }
                    new GatewayEpoch(response.epochSeconds(), Instant.EPOCH);
                },
                PcpMessagesTest.GRANTED);
    }

    @Test
    void natPmp() {
        survives(
                input -> {
                    var response = NatPmpMessages.read(input);
                    if (response.mapping().isPresent()) {
                        NatPmpMessages.grant(response.mapping().orElseThrow(), response.address());
                    }
                },
                NatPmpMessagesTest.ADDRESS,
                NatPmpMessagesTest.GRANTED);
    }

    @Test
    void ssdp() {
        survives(input -> SsdpSearch.location(input, GATEWAY), bytes(RogueRouter.ssdp(LOCATION.toString())));
    }

    @Test
    void description() {
        survives(
                input -> IgdService.inDescription(text(input), GATEWAY, LOCATION),
                bytes(RogueRouter.description(IgdService.Type.WAN_IP_2, "/ctl/IPConn")),
                bytes(RogueRouter.BOMB));
    }

    @Test
    void soap() {
        survives(
                input -> Soap.values("AddAnyPortMapping", text(input)),
                bytes(RogueRouter.response("AddAnyPortMapping", "<NewReservedPort>40000</NewReservedPort>")));
        survives(
                input -> {
                    throw Soap.fault(text(input), 500);
                },
                bytes(RogueRouter.fault(725)));
    }

    private static void survives(Decoder decoder, byte[]... samples) {
        var random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = broken(samples[random.nextInt(samples.length)], List.of(samples), random);
            try {
                decoder.read(input);
            } catch (RouterException expected) {
                refused++;
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError(
                        "input " + i + " of seed " + SEED + ": " + new String(input, StandardCharsets.ISO_8859_1), e);
            }
        }
        assertTrue(refused > 0, "the inputs are not broken enough to say anything");
    }

    // One to eight changes: bits, bytes of meaning to a parser, pieces cut out, doubled, or taken from elsewhere.
    private static byte[] broken(byte[] sample, List<byte[]> others, Random random) {
        byte[] bytes = sample;
        for (int changes = random.nextInt(8); changes >= 0; changes--) {
            bytes = changed(bytes, others, random);
        }
        return bytes;
    }

    private static byte[] changed(byte[] bytes, List<byte[]> others, Random random) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        byte[] next = bytes.clone();
        int at = random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(64, bytes.length - at) + 1);
        switch (random.nextInt(6)) {
            case 0 -> next[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> next[at] = (byte) "<>&;\"'/!?[]%:\r\n\0\uffff".charAt(random.nextInt(17));
            case 2 -> next[at] = (byte) random.nextInt();
            case 3 -> next = joined(bytes, at, new byte[0], at + length);
            case 4 -> next = joined(bytes, at, Arrays.copyOfRange(bytes, at, at + length), at);
            default -> {
                byte[] other = others.get(random.nextInt(others.size()));
                int from = random.nextInt(other.length);
                next = joined(bytes, at, Arrays.copyOfRange(other, from, other.length), at);
            }
        }
        return next.length > LONGEST ? Arrays.copyOf(next, LONGEST) : next;
    }

    private static byte[] joined(byte[] bytes, int until, byte[] between, int from) {
        return ByteBuffer.allocate(until + between.length + bytes.length - from)
                .put(bytes, 0, until)
                .put(between)
                .put(bytes, from, bytes.length - from)
                .array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
