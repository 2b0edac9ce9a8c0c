package org.deploynet.engine.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.deploynet.control.nat.Advice;
import org.deploynet.control.nat.Evidence;
import org.deploynet.control.nat.Evidence.Finding;
import org.deploynet.control.nat.NatBehaviour;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.nat.NatLayers;
import org.deploynet.engine.nat.NatProbe.Surroundings;
import org.deploynet.engine.nat.StunExchange.Timing;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.stun.StunAttribute.XorMappedAddress;
import org.deploynet.protocol.stun.StunCodec;
import org.deploynet.protocol.stun.StunMessage;
import org.deploynet.protocol.stun.TransactionId;
import org.junit.jupiter.api.Test;

class NatProbeTest {
    private static final Timing QUICK = new Timing(Duration.ofMillis(100), Duration.ofMillis(600));
    private static final InetAddress LAN = InetAddress.ofLiteral("192.168.1.7");

    @Test
    void anAddressOfItsOwnThatAnybodyReachesIsOpen() throws Exception {
        try (var server = new ScriptedStun((from, _) -> from)) {
            NatReport report = probe(server, Set.of(ScriptedStun.ONE), Optional.empty());
            assertEquals(NatClass.OPEN, report.natClass());
            assertEquals(NatBehaviour.ENDPOINT_INDEPENDENT, report.mapping());
            assertEquals(NatBehaviour.ENDPOINT_INDEPENDENT, report.filtering());
            assertEquals(NatLayers.NONE, report.layers());
            assertEquals(ScriptedStun.ONE, report.seenAs().orElseThrow().getAddress());
            assertEquals(4, amount(report, Finding.ENDPOINTS_ANSWERED));
        }
    }

    @Test
    void aFirewallWithoutTranslationIsModerate() throws Exception {
        try (var server = new ScriptedStun(letsIn(exit -> false, (from, _) -> from))) {
            NatReport report = probe(server, Set.of(ScriptedStun.ONE), Optional.empty());
            assertEquals(NatClass.MODERATE, report.natClass());
            assertEquals(List.of(Advice.ALLOW_UDP), report.advice());
        }
    }

    @Test
    void aFullConeIsOpen() throws Exception {
        try (var server = new ScriptedStun(NatProbeTest::cone)) {
            NatReport report = probe(server);
            assertEquals(NatClass.OPEN, report.natClass());
            assertEquals(NatLayers.UNKNOWN, report.layers());
        }
    }

    @Test
    void conesThatFilterAreModerate() throws Exception {
        try (var byAddress = new ScriptedStun(letsIn(exit -> exit == 1, NatProbeTest::cone));
                var byPort = new ScriptedStun(letsIn(exit -> false, NatProbeTest::cone))) {
            NatReport restricted = probe(byAddress);
            assertEquals(NatClass.MODERATE, restricted.natClass());
            assertEquals(NatBehaviour.ADDRESS_DEPENDENT, restricted.filtering());
            NatReport portRestricted = probe(byPort);
            assertEquals(NatClass.MODERATE, portRestricted.natClass());
            assertEquals(NatBehaviour.ADDRESS_AND_PORT_DEPENDENT, portRestricted.filtering());
            assertEquals(List.of(Advice.FORWARD_PORT), portRestricted.advice());
        }
    }

    @Test
    void whoGetsAnotherPortForEachDestinationIsStrict() throws Exception {
        try (var symmetric = new ScriptedStun((from, number) -> seen(from.getPort() ^ number));
                var byAddress = new ScriptedStun((from, number) -> seen(from.getPort() ^ (number & 2)))) {
            NatReport report = probe(symmetric);
            assertEquals(NatClass.STRICT, report.natClass());
            assertEquals(NatBehaviour.ADDRESS_AND_PORT_DEPENDENT, report.mapping());
            assertEquals(4, amount(report, Finding.MAPPINGS_SEEN));
            assertEquals(NatBehaviour.ADDRESS_DEPENDENT, probe(byAddress).mapping());
            assertEquals(NatClass.STRICT, probe(byAddress).natClass());
        }
    }

    @Test
    void withOneServerAddressItSaysThatTheOtherWasNotTried() throws Exception {
        try (var server = new ScriptedStun(NatProbeTest::cone, Optional.empty(), false)) {
            NatReport both = probe(
                    Candidates.withLocal(),
                    new Surroundings(
                            List.of(server.address(0), server.address(1)),
                            Set.of(LAN),
                            Optional.empty(),
                            DialBack.UNTRIED));
            assertEquals(NatClass.MODERATE, both.natClass());
            assertEquals(NatBehaviour.PORT_INDEPENDENT, both.mapping());
            assertEquals(NatBehaviour.PORT_INDEPENDENT, both.filtering());
            assertEquals(1, amount(both, Finding.SERVER_ADDRESSES));
            NatReport atHome = probe(
                    Candidates.withLocal(),
                    new Surroundings(
                            List.of(server.address(0), server.address(1)),
                            Set.of(both.seenAs().orElseThrow().getAddress()),
                            Optional.empty(),
                            DialBack.UNTRIED));
            assertEquals(NatLayers.NONE, atHome.layers());
            assertEquals(List.of(), atHome.advice(), "nothing shows that something is in the way");
            NatReport one = probe(server);
            assertEquals(NatClass.UNKNOWN, one.natClass(), "one endpoint says nothing about the mapping");
        }
    }

    @Test
    void whoIsNotAnsweredIsBlockedAndWhoHasNobodyToAskIsUnknown() throws Exception {
        try (var silent = new DatagramSocket(new InetSocketAddress(ScriptedStun.ONE, 0))) {
            var at = (InetSocketAddress) silent.getLocalSocketAddress();
            NatReport blocked = probe(
                    Candidates.withLocal(),
                    new Surroundings(List.of(at), Set.of(LAN), Optional.empty(), DialBack.UNTRIED));
            assertEquals(NatClass.BLOCKED, blocked.natClass());
            assertEquals(List.of(Advice.ALLOW_UDP), blocked.advice());
        }
        NatReport nobody = probe(
                Candidates.withLocal(), new Surroundings(List.of(), Set.of(LAN), Optional.empty(), DialBack.UNTRIED));
        assertEquals(NatClass.UNKNOWN, nobody.natClass());
        assertEquals(List.of(Advice.NO_SERVER_TOLD), nobody.advice());
    }

    @Test
    void asksAgainWhenADatagramIsLost() throws Exception {
        var lost = new AtomicInteger();
        try (var server = new ScriptedStun(new ScriptedStun.Script() {
            @Override
            public InetSocketAddress seenAs(InetSocketAddress from, int number) {
                return from;
            }

            @Override
            public List<byte[]> datagrams(StunMessage answer) {
                return lost.getAndIncrement() == 0 ? List.of() : List.of(StunCodec.encode(answer));
            }
        })) {
            assertEquals(
                    NatClass.OPEN,
                    probe(server, Set.of(ScriptedStun.ONE), Optional.empty()).natClass());
        }
    }

    @Test
    void whatIsNoAnswerToItsQuestionDoesNotCount() throws Exception {
        var lies = new ScriptedStun.Script() {
            @Override
            public InetSocketAddress seenAs(InetSocketAddress from, int number) {
                return seen(from.getPort());
            }

            @Override
            public List<byte[]> datagrams(StunMessage answer) {
                var other = new StunMessage(answer.kind(), new TransactionId(1, 2), answer.attributes(), true);
                byte[] tooLong = Arrays.copyOf(StunCodec.encode(answer), 2_000);
                return List.of(new byte[0], new byte[] {1}, new byte[1_400], tooLong, StunCodec.encode(other));
            }
        };
        try (var server = new ScriptedStun(lies)) {
            assertEquals(NatClass.BLOCKED, probe(server).natClass());
        }
    }

    @Test
    void anAnswerFromElsewhereDoesNotCount() throws Exception {
        // Both say that they are asked as one, and the second one answers.
        try (var other = new DatagramSocket(new InetSocketAddress(ScriptedStun.OTHER, 0));
                var asked = new DatagramSocket(new InetSocketAddress(ScriptedStun.ONE, 0))) {
            Thread.ofVirtual().start(() -> answerBy(asked, other));
            var at = (InetSocketAddress) asked.getLocalSocketAddress();
            NatReport report = probe(
                    Candidates.withLocal(),
                    new Surroundings(List.of(at), Set.of(LAN), Optional.empty(), DialBack.UNTRIED));
            assertEquals(NatClass.BLOCKED, report.natClass());
        }
    }

    @Test
    void aCallThatCameInOverTheVersionInUseMeansOpenWhateverTheMapping() throws Exception {
        try (var server = new ScriptedStun((from, number) -> seen(from.getPort() + number))) {
            List<InetSocketAddress> asked = List.of(server.address(0));
            for (DialBack call : DialBack.values()) {
                NatReport report =
                        probe(Candidates.withLocal(), new Surroundings(asked, Set.of(LAN), Optional.empty(), call));
                boolean isOpen = call == DialBack.CAME_BY_IPV4;
                assertEquals(isOpen ? NatClass.OPEN : NatClass.STRICT, report.natClass(), call.name());
                assertEquals(isOpen, report.advice().isEmpty());
                assertEquals(
                        call != DialBack.UNTRIED,
                        report.evidence().stream().anyMatch(one -> one.finding() == Finding.DIALED_BACK));
            }
        }
        NatReport unasked = probe(
                Candidates.withLocal(),
                new Surroundings(List.of(), Set.of(LAN), Optional.empty(), DialBack.CAME_BY_IPV6));
        assertEquals(NatClass.OPEN, unasked.natClass(), "no server to ask, and yet somebody came in");
    }

    @Test
    void nobodyIsAskedWhomTheRulesForbid() throws Exception {
        try (var server = new ScriptedStun(NatProbeTest::cone)) {
            NatReport report = probe(
                    Candidates.publicOnly(),
                    new Surroundings(List.of(server.address(0)), Set.of(LAN), Optional.empty(), DialBack.UNTRIED));
            assertEquals(NatClass.UNKNOWN, report.natClass());
            assertEquals(0, server.requests.get());
        }
    }

    @Test
    void anOtherAddressThatTheRulesForbidIsNotAsked() throws Exception {
        // 5060 is somebody's telephone wherever it is, 53 a name server, and a multicast address everybody.
        for (InetSocketAddress named : List.of(
                new InetSocketAddress(ScriptedStun.ONE, 5060),
                new InetSocketAddress(ScriptedStun.ONE, 53),
                new InetSocketAddress(InetAddress.ofLiteral("224.0.0.251"), 5353))) {
            try (var server = new ScriptedStun(NatProbeTest::cone, Optional.of(named), true)) {
                assertEquals(1, amount(probe(server), Finding.ENDPOINTS_ASKED), named.toString());
            }
        }
    }

    @Test
    void theRoutersOtherSideTellsHowManyTranslate() {
        InetAddress seen = ScriptedStun.PUBLIC;
        Set<InetAddress> own = Set.of(LAN);
        assertEquals(NatLayers.NONE, Translators.between(seen, Set.of(LAN, seen), Optional.empty()));
        assertEquals(NatLayers.UNKNOWN, Translators.between(seen, own, Optional.empty()));
        assertEquals(NatLayers.ONE, Translators.between(seen, own, Optional.of(seen)));
        assertEquals(NatLayers.DOUBLE, Translators.between(seen, own, address("192.168.178.20")));
        assertEquals(NatLayers.CARRIER_GRADE, Translators.between(seen, own, address("100.64.0.1")));
        assertEquals(NatLayers.CARRIER_GRADE, Translators.between(seen, own, address("100.127.255.255")));
        assertEquals(NatLayers.CARRIER_GRADE, Translators.between(seen, own, address("9.9.9.9")));
        assertEquals(
                NatLayers.CARRIER_GRADE,
                Translators.between(seen, Set.of(InetAddress.ofLiteral("100.72.1.1")), Optional.empty()));
        assertEquals(
                NatLayers.CARRIER_GRADE, Translators.between(seen, own, address("100.128.0.1")), "public, and another");
    }

    @Test
    void aPacketToItselfThatComesBackIsAHairpin() throws Exception {
        // What is seen is the socket itself, and taken for the outside of a NAT.
        try (var server = new ScriptedStun((from, _) -> from)) {
            NatReport report = probe(server, Set.of(LAN), Optional.empty());
            assertEquals(Optional.of(true), report.hairpin());
        }
        try (var server = new ScriptedStun((from, _) -> new InetSocketAddress(ScriptedStun.ONE, from.getPort() ^ 1))) {
            assertEquals(Optional.of(false), probe(server).hairpin());
        }
    }

    private static Optional<InetAddress> address(String number) {
        return Optional.of(InetAddress.ofLiteral(number));
    }

    private static void answerBy(DatagramSocket asked, DatagramSocket exit) {
        var packet = new DatagramPacket(new byte[2_000], 2_000);
        while (!asked.isClosed()) {
            try {
                packet.setLength(2_000);
                asked.receive(packet);
                StunMessage request = StunCodec.decode(packet.getData(), packet.getLength());
                var from = new InetSocketAddress(packet.getAddress(), packet.getPort());
                byte[] answer =
                        StunCodec.encode(request.answer(StunMessage.Kind.SUCCESS, List.of(new XorMappedAddress(from))));
                exit.send(new DatagramPacket(answer, answer.length, from));
            } catch (IOException | ProtocolException closed) {
                // It is over, or that was no request.
            }
        }
    }

    private static InetSocketAddress cone(InetSocketAddress from, int number) {
        return seen(from.getPort());
    }

    private static InetSocketAddress seen(int port) {
        return new InetSocketAddress(ScriptedStun.PUBLIC, port);
    }

    private static ScriptedStun.Script letsIn(IntPredicate exits, ScriptedStun.Script mapping) {
        return new ScriptedStun.Script() {
            @Override
            public InetSocketAddress seenAs(InetSocketAddress from, int number) {
                return mapping.seenAs(from, number);
            }

            @Override
            public boolean comesIn(int exit) {
                return exits.test(exit);
            }
        };
    }

    private static NatReport probe(ScriptedStun server) {
        return probe(server, Set.of(LAN), Optional.empty());
    }

    private static NatReport probe(ScriptedStun server, Set<InetAddress> own, Optional<InetAddress> wan) {
        return probe(Candidates.withLocal(), new Surroundings(List.of(server.address(0)), own, wan, DialBack.UNTRIED));
    }

    private static NatReport probe(Candidates rules, Surroundings around) {
        return new NatProbe(rules, new SecureRandom(), QUICK, System::nanoTime).probe(around);
    }

    private static long amount(NatReport report, Finding finding) {
        return report.evidence().stream()
                .filter(evidence -> evidence.finding() == finding)
                .mapToLong(Evidence::amount)
                .findFirst()
                .orElseThrow();
    }
}
