package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.deploynet.protocol.Check;

/** What a router says that it forwards. No lease: until it is told to stop. */
record Grant(int externalPort, Optional<InetAddress> externalAddress, Optional<Duration> lease) {
    Grant {
        Check.range("externalPort", externalPort, 1, 65_535);
        lease.ifPresent(time -> Check.that(time.isPositive(), "a lease is longer than nothing"));
    }
}
