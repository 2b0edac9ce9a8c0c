package org.deploynet.engine.limits;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deploynet.engine.limits.AskedBus.Member;

/** The networks that a machine is connected to, as NetworkManager tells them: names, and whether one is a private one. */
record Connections(List<String> names, boolean vpn) {
    private static final String NAME = "org.freedesktop.NetworkManager";
    private static final String ACTIVE = NAME + ".Connection.Active";
    private static final int MOST = 16;
    private static final String LOOPBACK = "loopback";
    /** Its property {@code Vpn} is for those of plugins; WireGuard is a type of device to it. */
    private static final Set<String> PRIVATE = Set.of("vpn", "wireguard");

    static Member manager(String property) {
        return new Member(NAME, "/org/freedesktop/NetworkManager", NAME, property);
    }

    /** Empty where NetworkManager does not run, and while it knows of no connection: then something else made it. */
    static Optional<Connections> on(AskedBus bus) {
        List<One> all = AskedProgram.quoted(bus.property(manager("ActiveConnections"))).stream()
                .limit(MOST)
                .flatMap(path -> One.at(path, bus).stream())
                .filter(one -> !one.type().equals(LOOPBACK))
                .toList();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(new Connections(
                        all.stream().map(One::name).toList(),
                        all.stream().anyMatch(one -> PRIVATE.contains(one.type()))));
    }

    private record One(String name, String type) {
        static Optional<One> at(String path, AskedBus bus) {
            List<String> name = AskedProgram.quoted(bus.property(new Member(NAME, path, ACTIVE, "Id")));
            List<String> type = AskedProgram.quoted(bus.property(new Member(NAME, path, ACTIVE, "Type")));
            return name.isEmpty() || type.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new One(name.getFirst(), type.getFirst()));
        }
    }
}
