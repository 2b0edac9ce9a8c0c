package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service of an Internet Gateway Device that maps ports, and where it takes its orders. */
record IgdService(Type type, URI control) {
    /** More than any router has. */
    private static final int MOST = 16;

    /** The services that map ports, the one with most abilities first. */
    enum Type {
        /** Of IGD 2: may choose another port where the wanted one is taken. */
        WAN_IP_2("urn:schemas-upnp-org:service:WANIPConnection:2"),
        WAN_IP_1("urn:schemas-upnp-org:service:WANIPConnection:1"),
        WAN_PPP_1("urn:schemas-upnp-org:service:WANPPPConnection:1");

        private final String urn;

        Type(String urn) {
            this.urn = urn;
        }

        String urn() {
            return urn;
        }

        private static Optional<Type> of(String urn) {
            return Arrays.stream(values()).filter(type -> type.urn.equals(urn)).findFirst();
        }
    }

    /**
     * Reads a device description (UPnP Device Architecture 1.1 §2.3); preferred services come first.
     *
     * @param location where it was read
     * @throws RouterException {@code NOT_OFFERED} if no service maps ports, {@code FOREIGN_ADDRESS} if one is elsewhere
     */
    static List<IgdService> inDescription(String xml, InetAddress gateway, URI location) throws RouterException {
        var description = new Description();
        RouterXml.read(xml, description);
        URI base = description.base.isEmpty() ? location : GatewayUrl.of(gateway, description.base);
        var found = new ArrayList<IgdService>();
        for (Named named : description.named) {
            found.add(new IgdService(named.type, GatewayUrl.resolve(gateway, base, named.controlUrl)));
        }
        if (found.isEmpty()) {
            throw RouterException.notOffered(0, "the device has no service that maps ports");
        }
        found.sort(Comparator.comparing(IgdService::type));
        return found;
    }

    private record Named(Type type, String controlUrl) {}

    private static final class Description implements RouterXml.Listener {
        private final Deque<Map<String, String>> parents = new ArrayDeque<>();
        private final List<Named> named = new ArrayList<>();
        private String base = "";

        @Override
        public void start(String name) {
            parents.push(new HashMap<>());
        }

        @Override
        public void end(String name, String text) {
            Map<String, String> children = parents.pop();
            if (!parents.isEmpty()) {
                parents.getFirst().putIfAbsent(name, text);
            }
            if (name.equals("URLBase")) {
                base = text;
            } else if (name.equals("service") && named.size() < MOST) {
                Type.of(children.getOrDefault("serviceType", ""))
                        .ifPresent(type -> named.add(new Named(type, children.getOrDefault("controlURL", ""))));
            }
        }
    }
}
