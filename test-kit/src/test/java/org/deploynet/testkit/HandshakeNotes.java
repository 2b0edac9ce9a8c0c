package org.deploynet.testkit;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.deploynet.engine.link.PeerLink;
import org.deploynet.engine.link.rtc.HandshakeEvents;
import org.deploynet.protocol.signaling.Candidate;

/** Whoever begins handshakes and answers nobody: it notes what it is told, and closes the link that opens all the same. */
record HandshakeNotes(BlockingQueue<Candidate> candidates, BlockingQueue<String> failed) implements HandshakeEvents {
    HandshakeNotes() {
        this(new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>());
    }

    @Override
    public void answered(String link, String sdp) {}

    @Override
    public void candidate(Candidate candidate) {
        candidates.add(candidate);
    }

    @Override
    public void opened(PeerLink link) {
        link.close();
    }

    @Override
    public void failed(String link, String why) {
        failed.add(link);
    }
}
