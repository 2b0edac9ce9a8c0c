package org.deploynet.signaling.stun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.deploynet.protocol.stun.StunAttribute.ChangeRequest;
import org.deploynet.protocol.stun.StunAttribute.ErrorCode;
import org.deploynet.protocol.stun.StunAttribute.OtherAddress;
import org.deploynet.protocol.stun.StunAttribute.ResponseOrigin;
import org.deploynet.protocol.stun.StunAttribute.UnknownAttributes;
import org.deploynet.protocol.stun.StunCodec;
import org.deploynet.protocol.stun.StunMessage.Kind;
import org.deploynet.signaling.limits.PrefixBuckets;
import org.deploynet.signaling.limits.PrefixBuckets.Rate;
import org.junit.jupiter.api.Test;

class StunServerTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("127.0.0.2");
    private static final StunListen ONE_ADDRESS = new StunListen(ONE, Optional.empty(), 0, 0);
    private static final StunListen TWO_ADDRESSES = new StunListen(ONE, Optional.of(OTHER), 0, 0);

    @Test
    void tellsWhoAsksUnderWhichAddressItIsSeen() throws Exception {
        try (var server = started(ONE_ADDRESS);
                var client = new StunClient(first(server))) {
            var request = client.send();
            var answer = client.next();
            assertEquals(Kind.SUCCESS, answer.message().kind());
            assertEquals(request.transaction(), answer.message().transaction());
            assertEquals(Optional.of(client.address()), answer.message().mappedAddress());
            assertTrue(answer.message().fingerprint(), "a request with a fingerprint is answered with one");
        }
    }

    @Test
    void answersFromItsOtherPortAndAddressWhenItIsAskedTo() throws Exception {
        try (var server = started(TWO_ADDRESSES)) {
            InetSocketAddress here = first(server);
            try (var client = new StunClient(here)) {
                var plain = client.ask();
                assertEquals(here, plain.from());
                InetSocketAddress both =
                        plain.message().first(OtherAddress.class).orElseThrow().address();
                assertEquals(OTHER, both.getAddress());
                assertOrigin(new InetSocketAddress(ONE, both.getPort()), client.ask(new ChangeRequest(false, true)));
                assertOrigin(new InetSocketAddress(OTHER, here.getPort()), client.ask(new ChangeRequest(true, false)));
                assertOrigin(both, client.ask(new ChangeRequest(true, true)));
                assertOrigin(here, client.ask(new ChangeRequest(false, false)));
            }
        }
    }

    @Test
    void withOneAddressItNamesNoOtherAndRefusesToChangeIt() throws Exception {
        try (var server = started(ONE_ADDRESS);
                var client = new StunClient(first(server))) {
            assertFalse(client.ask().message().first(OtherAddress.class).isPresent());
            assertEquals(2, server.probeUrls().size());
            InetSocketAddress otherPort = address(server.probeUrls().get(1));
            assertOrigin(otherPort, client.ask(new ChangeRequest(false, true)));
            var refusal = client.ask(new ChangeRequest(true, true)).message();
            assertEquals(Kind.ERROR, refusal.kind());
            assertEquals(420, refusal.first(ErrorCode.class).orElseThrow().code());
            assertEquals(
                    List.of(0x0003),
                    refusal.first(UnknownAttributes.class).orElseThrow().types());
        }
    }

    @Test
    void refusesWhatItWouldHaveToUnderstand() throws Exception {
        try (var server = started(ONE_ADDRESS);
                var client = new StunClient(first(server))) {
            client.send(HexFormat.of()
                    .parseHex("000100102112a442b7e7a701bc34d686fa87dfae00240004000000017ff0000400000000"));
            var refusal = client.next().message();
            assertEquals(420, refusal.first(ErrorCode.class).orElseThrow().code());
            assertEquals(
                    List.of(0x0024, 0x7ff0),
                    refusal.first(UnknownAttributes.class).orElseThrow().types());
        }
    }

    @Test
    void saysNothingToWhatIsNoRequest() throws Exception {
        try (var server = started(ONE_ADDRESS);
                var client = new StunClient(first(server))) {
            client.send(new byte[0]);
            client.send(new byte[] {1, 2, 3});
            client.send(new byte[StunCodec.MAX_BYTES + 1]);
            // An answer, an indication, and a request with a wrong fingerprint.
            client.send(HexFormat.of().parseHex("010100002112a442b7e7a701bc34d686fa87dfae"));
            client.send(HexFormat.of().parseHex("001100002112a442b7e7a701bc34d686fa87dfae"));
            client.send(HexFormat.of().parseHex("000100082112a442b7e7a701bc34d686fa87dfae8028000400000000"));
            var request = client.send();
            assertEquals(request.transaction(), client.next().message().transaction());
        }
    }

    @Test
    void whoAsksTooMuchIsNotAnswered() throws Exception {
        var nanos = new AtomicLong();
        var limits = new PrefixBuckets(new Rate(1, 2), new Rate(100, 100), 10, nanos::get);
        try (var server = StunServer.open(List.of(ONE_ADDRESS), limits)) {
            server.start();
            try (var client = new StunClient(first(server))) {
                client.ask();
                client.ask();
                client.send();
                awaitTaken(server);
                nanos.addAndGet(1_000_000_000L);
                var request = client.send();
                assertEquals(request.transaction(), client.next().message().transaction());
            }
        }
    }

    @Test
    void givesItsPortsBack() throws Exception {
        InetSocketAddress here;
        try (var server = started(TWO_ADDRESSES)) {
            here = first(server);
            var taken = new StunListen(OTHER, Optional.empty(), here.getPort(), 0);
            assertThrows(StunServer.Unusable.class, () -> StunServer.open(List.of(ONE_ADDRESS, taken)));
        }
        new DatagramSocket(here).close();
        new DatagramSocket(new InetSocketAddress(OTHER, here.getPort())).close();
    }

    // Whoever is limited gets no answer, so that another prefix, which has its own bucket, has to say that it was read.
    private static void awaitTaken(StunServer server) throws Exception {
        try (var other = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.9.9.9"), 0))) {
            other.setSoTimeout(10_000);
            byte[] request = HexFormat.of().parseHex("000100002112a442b7e7a701bc34d686fa87dfae");
            other.send(new java.net.DatagramPacket(request, request.length, first(server)));
            other.receive(new java.net.DatagramPacket(new byte[100], 100));
        }
    }

    private static void assertOrigin(InetSocketAddress expected, StunClient.Arrived answer) {
        assertEquals(expected, answer.from());
        assertEquals(
                expected,
                answer.message().first(ResponseOrigin.class).orElseThrow().address());
    }

    private static StunServer started(StunListen listen) throws IOException {
        StunServer server = StunServer.open(List.of(listen));
        server.start();
        return server;
    }

    private static InetSocketAddress first(StunServer server) {
        return address(server.urls().getFirst());
    }

    private static InetSocketAddress address(String url) {
        var parts = URI.create(url.replaceFirst("stun:", "stun://"));
        return new InetSocketAddress(InetAddress.ofLiteral(parts.getHost()), parts.getPort());
    }
}
