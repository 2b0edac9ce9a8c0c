package org.deploynet.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.link.LinkCodec;
import org.deploynet.protocol.link.LinkMessage;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.FromVisitor;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.deploynet.protocol.signaling.ToVisitor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class MessageVectorsTest {
    @TestFactory
    Stream<DynamicTest> linkMessagesAreReadOrRefused() {
        return GoldenVectors.tests("link-messages.json", "messages", entry -> () -> {
            byte[] text = GoldenVectors.text(entry, "text").getBytes(StandardCharsets.UTF_8);
            if (entry.required("valid").booleanValue()) {
                LinkMessage message = LinkCodec.decode(text);
                assertEquals(message, LinkCodec.decode(LinkCodec.encode(message)));
            } else {
                assertThrows(ProtocolException.class, () -> LinkCodec.decode(text), entry::toString);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> signalingMessagesAreReadOrRefused() {
        return GoldenVectors.tests("signaling-messages.json", "messages", entry -> () -> {
            String text = GoldenVectors.text(entry, "text");
            Class<?> direction = direction(entry.required("direction").stringValue());
            if (entry.required("valid").booleanValue()) {
                Object message = SignalingCodec.decode(text, direction);
                assertEquals(message, SignalingCodec.decode(SignalingCodec.encode(message), direction));
            } else {
                assertThrows(ProtocolException.class, () -> SignalingCodec.decode(text, direction), entry::toString);
            }
        });
    }

    private static Class<?> direction(String name) {
        return switch (name) {
            case "from-visitor" -> FromVisitor.class;
            case "to-visitor" -> ToVisitor.class;
            case "from-super-peer" -> FromSuperPeer.class;
            case "to-super-peer" -> ToSuperPeer.class;
            default -> throw new IllegalArgumentException("direction " + name);
        };
    }
}
