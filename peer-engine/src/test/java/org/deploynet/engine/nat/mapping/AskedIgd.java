package org.deploynet.engine.nat.mapping;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.deploynet.control.nat.MappingOutcome;
import org.deploynet.control.nat.MappingProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A UPnP router that does as a test says, and who asks it. */
@Timeout(30)
abstract class AskedIgd {
    static final MappingRequest REQUEST = MappingRequest.first(Transport.UDP, 40_000, Duration.ofHours(1));
    /** As long as a test waits for nothing. */
    static final Duration SHORT = Duration.ofMillis(500);

    static final Duration ENOUGH = Duration.ofSeconds(10);

    RogueRouter router;
    IgdClient client;

    @BeforeEach
    void begin() throws Exception {
        router = new RogueRouter();
        client = new IgdClient(router.udpAddress(), new Random(1));
    }

    @AfterEach
    void end() {
        router.close();
    }

    final Grant map() throws Exception {
        return client.map(REQUEST, Deadline.in(ENOUGH));
    }

    /** What a session makes of a grant. */
    static MappingAttempt attempt(MappingProtocol protocol, Grant grant) {
        return MappingAttempt.mapped(protocol, RogueRouter.ADDRESS, List.of(REQUEST), List.of(grant));
    }

    final void refused(MappingOutcome outcome, int code, Duration patience) {
        Refusal.expect(outcome, code, () -> client.map(REQUEST, Deadline.in(patience)));
    }
}
