package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.signaling.ToSuperPeer.Assign;
import org.deploynet.protocol.signaling.ToSuperPeer.Assigned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A super-peer is told how many others keep what it is to keep, so that it can begin with what is rare. */
class HolderCountsTest {
    @TempDir
    private Path folder;

    private static Assigned assigned(TestPeer peer) {
        return peer.socket.expect(Assign.class).sites().getFirst();
    }

    /** When this returns the server has read it: it reads one peer's messages in their order. */
    private static void keeps(TestNetwork network, TestPeer peer, boolean whole) {
        peer.keeps(network.site(), whole);
        peer.settle();
    }

    @Test
    void countsOthersThatSayTheyKeepAllOfIt() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer first = TestPeer.welcomed(network.server)) {
            assertEquals(Optional.of(List.of(0)), assigned(first).holders());
            keeps(network, first, true);
            try (TestPeer second = TestPeer.welcomed(network.server)) {
                assertEquals(Optional.of(List.of(1)), assigned(second).holders());
            }
        }
    }

    @Test
    void countsNobodyWhoKeepsAPartOrAnOlderManifest() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer first = TestPeer.welcomed(network.server)) {
            assigned(first);
            keeps(network, first, false);
            try (TestPeer second = TestPeer.welcomed(network.server)) {
                assertEquals(Optional.of(List.of(0)), assigned(second).holders());
                keeps(network, first, true);
                network.publish(2);
                Assigned newer = assigned(second);
                assertEquals(2, newer.sequence());
                assertEquals(Optional.of(List.of(0)), newer.holders());
            }
        }
    }
}
