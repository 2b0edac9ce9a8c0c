package org.deploynet.engine.nat.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.deploynet.control.nat.MappingOutcome;
import org.deploynet.control.nat.MappingProtocol;
import org.deploynet.engine.limits.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A router that answers PCP and NAT-PMP wrongly. */
@Timeout(30)
class RogueDatagramsTest {
    private static final MappingRequest REQUEST = MappingRequest.first(Transport.UDP, 40_000, Duration.ofHours(1));
    /** As long as a test waits for nothing. */
    private static final Duration SHORT = Duration.ofMillis(400);

    private static final Duration ENOUGH = Duration.ofSeconds(10);

    private final ManualClock clock = new ManualClock();
    private RogueRouter router;
    private PcpClient pcp;
    private NatPmpClient natPmp;
    private int epoch = 1000;

    @BeforeEach
    void begin() throws Exception {
        router = new RogueRouter();
        pcp = new PcpClient(router.udpAddress(), clock, new Random(1));
        natPmp = new NatPmpClient(router.udpAddress(), clock);
    }

    @AfterEach
    void end() {
        router.close();
    }

    @Test
    void mapsWithADecentRouter() throws Exception {
        router.datagrams = question -> pcpAnswer(question, 0);
        var external = Optional.of(InetAddress.ofLiteral("8.8.8.2"));
        var granted = new Grant(40_000, external, Optional.of(Duration.ofHours(1)));
        assertEquals(granted, pcp.map(REQUEST, Deadline.in(ENOUGH)));
        router.datagrams = question -> natPmpAnswer(question, 0);
        natPmp.probe(Deadline.in(ENOUGH));
        assertEquals(granted, natPmp.map(REQUEST, Deadline.in(ENOUGH)));
    }

    @Test
    void anotherNonceIsNoAnswer() {
        router.datagrams = question -> {
            byte[] answer = pcpAnswer(question, 0);
            answer[24] ^= 1;
            return answer;
        };
        refused(pcp, MappingOutcome.INVALID_ANSWER, 0, SHORT);
    }

    @Test
    void anotherPortsMappingIsNoAnswer() {
        router.datagrams = question -> {
            byte[] answer = pcpAnswer(question, 0);
            answer[41] ^= 1;
            return answer;
        };
        refused(pcp, MappingOutcome.INVALID_ANSWER, 0, SHORT);
        router.datagrams = question -> {
            byte[] answer = natPmpAnswer(question, 0);
            answer[9] ^= 1;
            return answer;
        };
        refused(natPmp, MappingOutcome.INVALID_ANSWER, 0, SHORT);
    }

    @Test
    void anotherSourcePortIsNotHeard() throws Exception {
        try (var other = new DatagramSocket(new InetSocketAddress(RogueRouter.ADDRESS, 0))) {
            wrongSourceIsNotHeard(other);
        }
    }

    @Test
    void anotherSourceAddressIsNotHeard() throws Exception {
        try (var other = new DatagramSocket(new InetSocketAddress("127.0.0.2", 0))) {
            wrongSourceIsNotHeard(other);
        }
    }

    private void wrongSourceIsNotHeard(DatagramSocket other) {
        router.from = other;
        router.datagrams = question -> pcpAnswer(question, 0);
        refused(pcp, MappingOutcome.NO_ANSWER, 0, SHORT);
        router.datagrams = question -> natPmpAnswer(question, 0);
        refused(natPmp, MappingOutcome.NO_ANSWER, 0, SHORT);
    }

    @Test
    void aDescriptionToldByAnotherAddressIsNotRead() throws Exception {
        try (var other = new DatagramSocket(new InetSocketAddress("127.0.0.2", 0))) {
            router.from = other;
            refused(new IgdClient(router.udpAddress(), new Random(1)), MappingOutcome.INVALID_ANSWER, 0, SHORT);
            assertEquals(0, router.asked.size());
        }
    }

    @Test
    void everyResultCodeIsARefusalWithIt() {
        for (int result = 1; result < 256; result++) {
            int code = result;
            router.datagrams = question -> pcpAnswer(question, code);
            refused(pcp, MappingOutcome.REFUSED, code, ENOUGH);
            router.datagrams = question -> natPmpAnswer(question, code);
            boolean spoken = code != NatPmpMessages.UNSUPPORTED_VERSION && code != NatPmpMessages.UNSUPPORTED_OPCODE;
            refused(natPmp, spoken ? MappingOutcome.REFUSED : MappingOutcome.NOT_OFFERED, code, ENOUGH);
        }
    }

    @Test
    void aNatPmpRouterSpeaksNoPcp() {
        router.datagrams = question -> ByteBuffer.allocate(8)
                .putShort((short) 0x81)
                .putShort((short) 1)
                .putInt(1)
                .array();
        refused(pcp, MappingOutcome.NOT_OFFERED, 1, ENOUGH);
    }

    @Test
    void aClosedPortIsAnAnswer() throws Exception {
        router.close();
        refused(pcp, MappingOutcome.NOT_OFFERED, 0, ENOUGH);
    }

    @Test
    void silenceIsNoAnswer() {
        router.datagrams = question -> new byte[0];
        refused(pcp, MappingOutcome.NO_ANSWER, 0, SHORT);
        refused(natPmp, MappingOutcome.NO_ANSWER, 0, SHORT);
    }

    @Test
    void carrierGradeAddressesAreToldAsSuch() throws Exception {
        router.datagrams = question -> {
            byte[] answer = pcpAnswer(question, 0);
            System.arraycopy(new byte[] {100, 64, 0, 7}, 0, answer, 56, 4);
            return answer;
        };
        var attempt = AskedIgd.attempt(MappingProtocol.PCP, pcp.map(REQUEST, Deadline.in(ENOUGH)));
        assertEquals(Optional.of(AddressScope.CARRIER_GRADE), attempt.externalScope());
    }

    @Test
    void aCountThatBeganAnewMeansThatTheMappingIsGone() throws Exception {
        for (RouterClient client : new RouterClient[] {pcp, natPmp}) {
            epoch = 1000;
            router.datagrams = question -> client == pcp ? pcpAnswer(question, 0) : natPmpAnswer(question, 0);
            client.map(REQUEST, Deadline.in(ENOUGH));
            clock.advance(Duration.ofMinutes(5));
            epoch += 300;
            assertTrue(client.remembers(REQUEST, Deadline.in(ENOUGH)));
            clock.advance(Duration.ofMinutes(5));
            epoch = 30;
            assertFalse(client.remembers(REQUEST, Deadline.in(ENOUGH)));
            client.map(REQUEST, Deadline.in(ENOUGH));
            assertTrue(client.remembers(REQUEST, Deadline.in(ENOUGH)));
        }
    }

    private void refused(RouterClient client, MappingOutcome outcome, int code, Duration patience) {
        Refusal.expect(outcome, code, () -> client.map(REQUEST, Deadline.in(patience)));
    }

    private byte[] pcpAnswer(byte[] question, int result) {
        byte[] answer = question.clone();
        answer[1] |= (byte) 0x80;
        answer[3] = (byte) result;
        ByteBuffer.wrap(answer, 8, 16).putInt(epoch).putLong(0).putInt(0);
        if (answer.length > 24) {
            System.arraycopy(new byte[] {8, 8, 8, 2}, 0, answer, 56, 4);
        }
        return answer;
    }

    private byte[] natPmpAnswer(byte[] question, int result) {
        ByteBuffer answer = ByteBuffer.allocate(question.length == 2 ? 12 : 16)
                .put((byte) 0)
                .put((byte) (question[1] | 0x80))
                .putShort((short) result)
                .putInt(epoch);
        return question.length == 2
                ? answer.put(new byte[] {8, 8, 8, 2}).array()
                : answer.put(question, 4, 8).array();
    }
}
