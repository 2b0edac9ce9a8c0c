package org.deploynet.engine.nat.mapping;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.deploynet.control.nat.MappingOutcome;
import org.deploynet.control.nat.MappingProtocol;
import org.deploynet.engine.limits.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a port mapper is used; what it says to routers is tested beside it. */
@Timeout(30)
class PortMapperTest {
    private static final InetAddress NOBODY = InetAddress.ofLiteral("127.0.0.3");

    private final List<MappingReport> told = new CopyOnWriteArrayList<>();

    @Test
    void tellsWhatEachProtocolAnswered() {
        MappingOptions udpOnly =
                new MappingOptions(Set.of(MappingProtocol.PCP, MappingProtocol.NAT_PMP), Duration.ofHours(1));
        try (PortMapper mapper = PortMapper.start(
                udpOnly, List.of(40_000), told::add, () -> Optional.of(List.of(NOBODY)), new ManualClock())) {
            await().until(() -> told.size() == 1);
            for (MappingAttempt attempt : told.getFirst().attempts()) {
                assertEquals(NOBODY, attempt.gateway());
                assertEquals(MappingOutcome.NOT_OFFERED, attempt.outcome(), "nobody listens there");
            }
            assertEquals(2, told.getFirst().attempts().size());
            mapper.askAgain();
        }
    }

    @Test
    void refusesOptionsThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new MappingOptions(Set.of(), Duration.ofHours(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new MappingOptions(Set.of(MappingProtocol.PCP), Duration.ofDays(2)));
    }
}
