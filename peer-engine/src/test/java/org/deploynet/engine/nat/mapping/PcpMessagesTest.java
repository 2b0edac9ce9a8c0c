package org.deploynet.engine.nat.mapping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.deploynet.control.nat.MappingOutcome;
import org.deploynet.engine.nat.mapping.PcpMessages.Response;
import org.junit.jupiter.api.Test;

class PcpMessagesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final InetAddress CLIENT = InetAddress.ofLiteral("192.168.7.2");
    private static final byte[] NONCE = "NNNNNNNNNNNN".getBytes(StandardCharsets.US_ASCII);
    private static final MappingRequest REQUEST = MappingRequest.first(Transport.UDP, 40_001, Duration.ofMinutes(1));

    /** What miniupnpd 2.3.1 answered to {@link #REQUEST}. */
    static final byte[] GRANTED = HEX.parseHex("02810000" + "0000003c" + "00000001" + "000000000000000000000000"
            + "4e4e4e4e4e4e4e4e4e4e4e4e" + "11000000" + "9c419c41" + "00000000000000000000ffff08080802");

    @Test
    void asksForAMappingAsFiguresOfTheRfcDrawIt() {
        assertArrayEquals(
                HEX.parseHex("02010000" + "0000003c" + "00000000000000000000ffffc0a80702" + "4e4e4e4e4e4e4e4e4e4e4e4e"
                        + "11000000" + "9c419c41" + "00000000000000000000ffff00000000"),
                PcpMessages.map(REQUEST, NONCE, CLIENT));
    }

    @Test
    void asksAgainForWhatItWasGiven() throws Exception {
        var granted =
                new Grant(50_000, Optional.of(InetAddress.ofLiteral("8.8.8.2")), Optional.of(Duration.ofMinutes(1)));
        byte[] bytes = PcpMessages.map(REQUEST.again(granted), NONCE, CLIENT);
        assertEquals(
                "9c41c350" + "00000000000000000000ffff08080802", HEX.formatHex(bytes, bytes.length - 20, bytes.length));
    }

    @Test
    void tcpHasItsOwnNumberAndIpv6ItsOwnForm() {
        byte[] bytes = PcpMessages.map(
                MappingRequest.first(Transport.TCP, 40_001, Duration.ofMinutes(1)),
                NONCE,
                InetAddress.ofLiteral("2001:db8::2"));
        assertEquals("20010db8000000000000000000000002", HEX.formatHex(bytes, 8, 24));
        assertEquals("06000000", HEX.formatHex(bytes, 36, 40));
        assertEquals("0".repeat(32), HEX.formatHex(bytes, 44, 60));
    }

    @Test
    void removesByALifetimeOfZero() {
        assertEquals("0201000000000000", HEX.formatHex(PcpMessages.unmap(REQUEST, NONCE, CLIENT), 0, 8));
    }

    @Test
    void announcesWithAHeaderAlone() {
        assertArrayEquals(
                HEX.parseHex("02000000" + "00000000" + "00000000000000000000ffffc0a80702"),
                PcpMessages.announce(CLIENT));
    }

    @Test
    void readsWhatARouterGranted() throws Exception {
        Response response = PcpMessages.read(GRANTED);
        var map = response.map().orElseThrow();
        assertEquals(1, response.epochSeconds());
        assertEquals(ByteBuffer.wrap(NONCE), map.nonce());
        assertEquals(
                new Grant(40_001, Optional.of(InetAddress.ofLiteral("8.8.8.2")), Optional.of(Duration.ofMinutes(1))),
                PcpMessages.grant(response, map));
    }

    @Test
    void readsUnsignedNumbers() throws Exception {
        byte[] bytes = GRANTED.clone();
        Arrays.fill(bytes, 4, 12, (byte) 0xff);
        assertEquals(0xffff_ffffL, PcpMessages.read(bytes).lifetimeSeconds());
        assertEquals(0xffff_ffffL, PcpMessages.read(bytes).epochSeconds());
    }

    @Test
    void refusesWhatIsNoResponse() {
        refused(MappingOutcome.INVALID_ANSWER, new byte[0]);
        refused(MappingOutcome.INVALID_ANSWER, Arrays.copyOf(GRANTED, 23));
        refused(MappingOutcome.INVALID_ANSWER, Arrays.copyOf(GRANTED, 56));
        refused(MappingOutcome.INVALID_ANSWER, Arrays.copyOf(GRANTED, 61));
        refused(MappingOutcome.INVALID_ANSWER, Arrays.copyOf(GRANTED, 1104));
        byte[] question = GRANTED.clone();
        question[1] = 1;
        refused(MappingOutcome.INVALID_ANSWER, question);
    }

    @Test
    void anOlderServersAnswerIsThatItSpeaksNoPcp() {
        refused(MappingOutcome.NOT_OFFERED, HEX.parseHex("0081000100000001"));
        refused(MappingOutcome.NOT_OFFERED, HEX.parseHex("01810001" + "0".repeat(40)));
    }

    @Test
    void grantsNothingOfNoPortOrForNoTime() throws Exception {
        byte[] noPort = GRANTED.clone();
        Arrays.fill(noPort, 42, 44, (byte) 0);
        byte[] noTime = GRANTED.clone();
        Arrays.fill(noTime, 4, 8, (byte) 0);
        for (byte[] bytes : new byte[][] {noPort, noTime}) {
            Response response = PcpMessages.read(bytes);
            assertThrows(
                    RouterException.class,
                    () -> PcpMessages.grant(response, response.map().orElseThrow()));
        }
    }

    private static void refused(MappingOutcome outcome, byte[] bytes) {
        assertEquals(
                outcome,
                assertThrows(RouterException.class, () -> PcpMessages.read(bytes))
                        .outcome());
    }
}
