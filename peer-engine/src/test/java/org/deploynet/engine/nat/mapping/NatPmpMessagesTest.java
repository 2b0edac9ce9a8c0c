package org.deploynet.engine.nat.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.deploynet.control.nat.MappingOutcome;
import org.junit.jupiter.api.Test;

class NatPmpMessagesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Optional<InetAddress> EXTERNAL = Optional.of(InetAddress.ofLiteral("8.8.8.2"));
    private static final MappingRequest REQUEST = MappingRequest.first(Transport.UDP, 40_000, Duration.ofMinutes(1));

    /** What miniupnpd 2.3.1 answered to a question for its address and to {@link #REQUEST}. */
    static final byte[] ADDRESS = HEX.parseHex("008000000000000108080802");

    static final byte[] GRANTED = HEX.parseHex("00810000000000019c409c400000003c");

    @Test
    void asksAsFiguresOfTheRfcDrawIt() {
        assertArrayEquals(HEX.parseHex("0000"), NatPmpMessages.address());
        assertArrayEquals(HEX.parseHex("000100009c409c400000003c"), NatPmpMessages.map(REQUEST));
        assertArrayEquals(HEX.parseHex("000100009c40000000000000"), NatPmpMessages.unmap(REQUEST));
        assertArrayEquals(
                HEX.parseHex("000200009c409c400000003c"),
                NatPmpMessages.map(MappingRequest.first(Transport.TCP, 40_000, Duration.ofMinutes(1))));
    }

    @Test
    void readsWhatARouterAnswered() throws Exception {
        assertEquals(EXTERNAL, NatPmpMessages.read(ADDRESS).address());
        var mapping = NatPmpMessages.read(GRANTED).mapping().orElseThrow();
        assertEquals(40_000, mapping.internalPort());
        assertEquals(
                new Grant(40_000, EXTERNAL, Optional.of(Duration.ofMinutes(1))),
                NatPmpMessages.grant(mapping, EXTERNAL));
    }

    @Test
    void readsARefusalWithNothingBehindIt() throws Exception {
        var refusal = NatPmpMessages.read(HEX.parseHex("0081000200000001"));
        assertEquals(2, refusal.result());
        assertEquals(Optional.empty(), refusal.mapping());
    }

    @Test
    void refusesWhatIsNoResponse() {
        refused(MappingOutcome.INVALID_ANSWER, new byte[0]);
        refused(MappingOutcome.INVALID_ANSWER, Arrays.copyOf(GRANTED, 7));
        refused(MappingOutcome.INVALID_ANSWER, Arrays.copyOf(GRANTED, 15));
        refused(MappingOutcome.INVALID_ANSWER, Arrays.copyOf(GRANTED, 17));
        refused(MappingOutcome.INVALID_ANSWER, HEX.parseHex("00010000000000019c409c400000003c"));
        refused(MappingOutcome.INVALID_ANSWER, HEX.parseHex("00830000000000019c409c400000003c"));
        refused(MappingOutcome.NOT_OFFERED, HEX.parseHex("0281000100000000"));
    }

    @Test
    void grantsNothingOfNoPortOrForNoTime() {
        for (String bytes : new String[] {"00810000000000019c4000000000003c", "00810000000000019c409c4000000000"}) {
            assertThrows(
                    RouterException.class,
                    () -> NatPmpMessages.grant(
                            NatPmpMessages.read(HEX.parseHex(bytes)).mapping().orElseThrow(), EXTERNAL));
        }
    }

    private static void refused(MappingOutcome outcome, byte[] bytes) {
        assertEquals(
                outcome,
                assertThrows(RouterException.class, () -> NatPmpMessages.read(bytes))
                        .outcome());
    }
}
