package org.deploynet.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.link.LinkMessage;
import org.deploynet.protocol.net.Candidates;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Links and serving over real WebRTC, both ends in this process. */
@EnabledIfEnvironmentVariable(
        named = "DEPLOYNET_NETNS",
        matches = "1",
        disabledReason = "needs a namespace with a veth pair")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealLinkTest {
    private LinkLab lab;
    private PeerConnectionFactory browser;

    @BeforeAll
    void start() {
        lab = new LinkLab(Candidates.withLocal());
        browser = RtcEnd.factory();
    }

    @AfterAll
    void stop() {
        lab.close();
        browser.dispose();
    }

    @Test
    void bringsSixtyFourMebibytesWithoutAWrongByte() throws Exception {
        byte[] file = random(64 * 1024 * 1024);
        ObjectId id = lab.pieces().put(file);
        try (LinkLab.Visitor visitor = lab.connect(browser)) {
            assertArrayEquals(file, visitor.link().fetch(id, file.length));
            assertEquals(file.length, visitor.link().verifiedBytes());
        }
    }

    @Test
    void saysByeBeforeItCloses() throws Exception {
        try (LinkLab.Visitor visitor = lab.connect(browser)) {
            visitor.end().control("not JSON".getBytes(StandardCharsets.UTF_8));
            visitor.closed().get(10, TimeUnit.SECONDS);
            assertEquals(
                    1,
                    visitor.link().received().stream()
                            .filter(new LinkMessage.Bye(LinkMessage.Bye.Why.PROTOCOL)::equals)
                            .count());
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
