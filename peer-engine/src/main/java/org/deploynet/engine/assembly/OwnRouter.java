package org.deploynet.engine.assembly;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.control.nat.Router;
import org.deploynet.engine.nat.OwnAddresses;
import org.deploynet.engine.nat.mapping.Gateways;
import org.deploynet.engine.nat.mapping.MappingAttempt;
import org.deploynet.engine.nat.mapping.MappingReport;
import org.deploynet.engine.nat.mapping.RouterName;

/** The router that this machine sends through, as its owner is told of it. Nothing is sent for that. Safe from any thread. */
final class OwnRouter {
    private OwnRouter() {}

    /** @param asked what the gateways said, if they were asked */
    static Optional<Router> of(Gateways gateways, Optional<MappingReport> asked) {
        // Only IPv4 is translated.
        return gateways.defaults().stream()
                .flatMap(found -> found.stream().filter(Inet4Address.class::isInstance))
                .findFirst()
                .map(gateway -> router(gateway, asked));
    }

    private static Router router(InetAddress gateway, Optional<MappingReport> asked) {
        RouterName name = asked.map(report -> report.names().getOrDefault(gateway, RouterName.NONE))
                .orElse(RouterName.NONE);
        return new Router(
                gateway.getHostAddress(),
                OwnAddresses.source(gateway).map(InetAddress::getHostAddress),
                attempts(asked)
                        .filter(attempt -> attempt.gateway().equals(gateway))
                        .flatMap(attempt -> attempt.externalAddress().stream())
                        .findFirst()
                        .map(InetAddress::getHostAddress),
                name.maker(),
                name.model(),
                name.page().map(URI::toString));
    }

    private static Stream<MappingAttempt> attempts(Optional<MappingReport> asked) {
        return asked.stream().flatMap(report -> report.attempts().stream());
    }
}
