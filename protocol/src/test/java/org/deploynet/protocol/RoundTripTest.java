package org.deploynet.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.protocol.content.HashTree;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.link.LinkCodec;
import org.deploynet.protocol.link.LinkMessage;
import org.deploynet.protocol.signaling.FromVisitor;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static final ObjectId ID = new HashTree().objectId("hello".getBytes(StandardCharsets.UTF_8));
    private final SigningKey key = SigningKey.generate();

    @Test
    void linkMessagesSurviveTheirCodec() throws Exception {
        var want = new LinkMessage.Want(7, ID, 0, 2, Optional.of(true), 0, 500);
        assertLink(new LinkMessage.Get(List.of(want)));
        assertLink(new LinkMessage.Get(List.of(new LinkMessage.Want(7, ID, 0, 2, Optional.empty(), 0, 500))));
        assertLink(new LinkMessage.Refuse(7, LinkMessage.Refuse.Reason.BUSY, 100));
        assertLink(new LinkMessage.Bye(LinkMessage.Bye.Why.UNPAID));
    }

    @Test
    void missingAndWronglyTypedFieldsAreRefused() {
        for (String text : List.of(
                "{\"type\":\"cancel\"}",
                "{\"type\":\"cancel\",\"request\":\"1\"}",
                "{\"type\":\"cancel\",\"request\":-1}",
                "{\"type\":\"get\"}",
                "{\"type\":\"nonsense\"}",
                "{\"type\":\"cancel\",\"request\":1} x",
                "null",
                "[]",
                "")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThrows(ProtocolException.class, () -> LinkCodec.decode(bytes), text);
        }
    }

    @Test
    void signedThingsVerify() throws Exception {
        var manifest = new Manifest(
                1,
                key.id(),
                1,
                Instant.parse("2026-01-21T10:00:00Z"),
                Instant.parse("2126-11-21T10:00:00Z"),
                "http://localhost:80",
                0,
                new Manifest.Eligible(false, "listed"),
                Optional.of(new Manifest.NextClient(20, "ab".repeat(32))),
                Map.of("/a%20b.png", new Manifest.Entry(ID, 5, "image/png")));
        var signed = SignedManifest.sign(manifest, key);
        var read = SignedManifest.verify(signed.bytes(), signed.signature(), key.id(), Clock.systemUTC());
        assertEquals(manifest, read.manifest());
        assertArrayEquals(signed.bytes(), read.bytes());
        var ticket = new Ticket(
                "t1", key.id(), "l1", key.id(), key.id(), "sha-256 AA", "sha-256 BB", key.publicKey(), 5, 6, 7, 8);
        assertEquals(ticket, Ticket.verify(ticket.sign(key), key.publicKey()));
        var receipt = new Receipt("t1", 1, 5);
        assertEquals(receipt, Receipt.verify(receipt.sign(key), key.publicKey()));
        assertThrows(
                ProtocolException.class, () -> Receipt.verify(receipt.sign(SigningKey.generate()), key.publicKey()));
        assertThrows(ProtocolException.class, () -> Ticket.verify(receipt.sign(key), key.publicKey()));
    }

    @Test
    void signalingMessagesSurviveTheirCodec() throws Exception {
        var hello = new FromVisitor.Hello(1, key.id(), 0, key.publicKey(), "v=0");
        assertEquals(hello, SignalingCodec.decode(SignalingCodec.encode(hello), FromVisitor.class));
        var challenge = new ToSuperPeer.Challenge("n", key.id(), key.publicKey());
        assertEquals(challenge, SignalingCodec.decode(SignalingCodec.encode(challenge), ToSuperPeer.class));
    }

    private static void assertLink(LinkMessage message) throws ProtocolException {
        assertEquals(message, LinkCodec.decode(LinkCodec.encode(message)));
    }
}
