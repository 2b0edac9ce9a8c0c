package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.FromVisitor.Hello;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToVisitor;
import org.deploynet.protocol.signaling.ToVisitor.Welcome;
import org.deploynet.signaling.socket.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusalTest {
    @TempDir
    private Path folder;

    @Test
    void siteThatNobodyRegistered() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestVisitor visitor = network.visitor()) {
            visitor.hello(SigningKey.generate().id());
            assertRefusedAndClosed(visitor, Refused.Code.UNKNOWN_SITE);
        }
    }

    @Test
    void pageOfAnotherOriginAndPageWithoutOne() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestVisitor stranger = new TestVisitor(network.server, URI.create("https://example.org"));
                TestVisitor script = new TestVisitor(network.server, Map.of())) {
            stranger.hello(network.site());
            assertRefusedAndClosed(stranger, Refused.Code.UNAUTHORIZED);
            script.hello(network.site());
            assertRefusedAndClosed(script, Refused.Code.UNAUTHORIZED);
        }
    }

    @Test
    void siteWhoseManifestExpiredSinceItWasAccepted() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestVisitor visitor = network.visitor()) {
            network.clock.advance(Duration.ofDays(91));
            visitor.hello(network.site());
            assertRefusedAndClosed(visitor, Refused.Code.UNKNOWN_SITE);
        }
    }

    @Test
    void noSuperPeerAndThenOneWithoutRoom() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestVisitor visitor = network.visitor()) {
            visitor.hello(network.site());
            visitor.socket.next(Welcome.class);
            assertEquals(
                    Refused.Code.NO_PEER, visitor.socket.next(Refused.class).code());
            try (TestPeer peer = TestPeer.assigned(network.server)) {
                peer.load(60, 0);
                peer.settle();
                visitor.connect();
                Refused refused = visitor.socket.next(Refused.class);
                assertEquals(Refused.Code.NO_PEER, refused.code());
                assertEquals(2, refused.ref());
                peer.load(0, 60);
                peer.settle();
                visitor.connect();
                visitor.link();
            }
        }
    }

    @Test
    void budgetThatDoesNotCoverAnotherTicket() throws Exception {
        try (var network = new TestNetwork(folder, options -> options.withPrice(Price.MAX / 20))) {
            network.publish(1);
            network.server.grant(network.site(), 1);
            try (TestPeer peer = TestPeer.assigned(network.server)) {
                var link = network.link(peer);
                link.visitor().connect();
                Refused refused = link.visitor().socket.next(Refused.class);
                assertEquals(Refused.Code.BUDGET, refused.code());
                link.visitor().renew(link.id(), Optional.empty());
                assertEquals(
                        Refused.Code.BUDGET,
                        link.visitor().socket.next(Refused.class).code());
            }
        }
    }

    @Test
    void renewalOfALinkThatIsNotTheVisitors() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            var link = network.link();
            var other = network.link(link.peer());
            other.visitor().renew(link.id(), Optional.empty());
            assertEquals(
                    Refused.Code.UNKNOWN_LINK,
                    other.visitor().socket.next(Refused.class).code());
        }
    }

    @Test
    void moreThanEightLinksAtOnceUntilTheOldOnesTicketsRanOut() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            var link = network.link();
            for (int i = 1; i < 8; i++) {
                link.visitor().connect();
                link.visitor().link();
            }
            link.visitor().connect();
            assertEquals(
                    Refused.Code.LIMIT,
                    link.visitor().socket.next(Refused.class).code());
            network.clock.advance(Duration.ofMinutes(11));
            link.visitor().connect();
            link.visitor().link();
        }
    }

    @Test
    void whatBreaksTheProtocol() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            for (String text : new String[] {
                "",
                "[]",
                "{\"type\":\"hello\"}",
                "{\"type\":\"nonsense\"}",
                "{\"type\":\"renew\",\"ref\":1,\"link\":\"x\"}",
                "{\"type\":\"hello\",\"ref\":\"1\"}"
            }) {
                try (TestVisitor visitor = network.visitor()) {
                    visitor.socket.sendText(text);
                    assertRefusedAndClosed(visitor, Refused.Code.MALFORMED);
                }
            }
        }
    }

    @Test
    void offerWithoutAFingerprint() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestVisitor visitor = network.visitor()) {
            visitor.socket.send(new Hello(1, network.site(), 0, visitor.session.publicKey(), "v=0\r\n"));
            assertRefusedAndClosed(visitor, Refused.Code.MALFORMED);
        }
    }

    @Test
    void binaryOversizeAndTooMany() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            try (TestVisitor visitor = network.visitor()) {
                visitor.socket.sendBinary(new byte[10]);
                assertRefusedAndClosed(visitor, Refused.Code.MALFORMED);
            }
            try (TestVisitor visitor = network.visitor()) {
                visitor.socket.sendText("x".repeat(70_000));
                assertEquals(1009, visitor.socket.closeStatus());
            }
            var link = network.link();
            flood(link.visitor());
            assertRefusedAndClosed(link.visitor(), Refused.Code.LIMIT);
        }
    }

    private static void flood(TestVisitor visitor) {
        try {
            for (int i = 0; i < 2_000 && !visitor.socket.isClosed(); i++) {
                visitor.socket.send(new org.deploynet.protocol.signaling.Candidate("nothing", "", "0", 0));
            }
        } catch (java.util.concurrent.CompletionException closed) {
            // The server was quicker than the flood.
        }
    }

    private static void assertRefusedAndClosed(TestVisitor visitor, Refused.Code code) {
        assertEquals(code, ((Refused) visitor.socket.next(ToVisitor.class)).code());
        assertEquals(Wire.REFUSED, visitor.socket.closeStatus());
    }
}
