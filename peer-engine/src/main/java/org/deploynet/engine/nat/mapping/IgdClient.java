package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.deploynet.control.nat.MappingOutcome;
import org.deploynet.control.nat.MappingProtocol;
import org.deploynet.engine.nat.mapping.RouterHttp.Answer;

/**
 * {@link RouterClient} in UPnP IGD 1 and 2: finds the device, reads its description, and calls WANIPConnection:2, :1 or
 * WANPPPConnection:1. One thread at a time.
 */
final class IgdClient implements RouterClient {
    /** Error codes of WANIPConnection:2 §2.5, and "invalid action" of the Device Architecture. */
    private static final int INVALID_ACTION = 401;

    private static final int NO_SUCH_ENTRY = 714;
    private static final int CONFLICT = 718;
    private static final int ONLY_PERMANENT_LEASES = 725;

    private static final int OTHER_PORTS = 3;
    /** The dynamic ports of RFC 6335. */
    private static final int FIRST_OTHER_PORT = 49_152;

    private final InetSocketAddress server;
    private final RandomGenerator random;
    private Optional<IgdService> service = Optional.empty();
    private Optional<InetAddress> external = Optional.empty();
    private boolean onlyPermanent;
    private RouterName name = RouterName.NONE;

    IgdClient(InetSocketAddress server, RandomGenerator random) {
        this.server = server;
        this.random = random;
    }

    private InetAddress gateway() {
        return server.getAddress();
    }

    @Override
    public MappingProtocol protocol() {
        return MappingProtocol.UPNP_IGD;
    }

    @Override
    public RouterName name() {
        return name;
    }

    @Override
    public Optional<InetAddress> probe(Deadline deadline) throws RouterException, InterruptedException {
        URI location = find(deadline);
        try (var http = new RouterHttp(gateway())) {
            Answer description = http.get(location, deadline);
            if (!description.isOk()) {
                throw new RouterException(
                        MappingOutcome.INVALID_ANSWER, description.status(), "no description of the device");
            }
            // Before its services: one that maps no ports has a name, too.
            name = RouterName.inDescription(description.body(), gateway(), location);
            choose(IgdService.inDescription(description.body(), gateway(), location), http, deadline);
        }
        return external;
    }

    private URI find(Deadline deadline) throws RouterException, InterruptedException {
        try (var exchange = DatagramExchange.withAnyPortOf(server)) {
            return exchange.ask(
                    SsdpSearch.questions(gateway()), datagram -> SsdpSearch.location(datagram, gateway()), deadline);
        }
    }

    // Routers describe a service for each kind of line; the one in use has an address.
    private void choose(List<IgdService> services, RouterHttp http, Deadline deadline)
            throws RouterException, InterruptedException {
        service = Optional.of(services.getFirst());
        external = Optional.empty();
        for (IgdService candidate : services) {
            Optional<InetAddress> address = address(candidate, http, deadline);
            if (address.isPresent()) {
                service = Optional.of(candidate);
                external = address;
                return;
            }
        }
    }

    private static Optional<InetAddress> address(IgdService service, RouterHttp http, Deadline deadline)
            throws InterruptedException {
        try {
            String text = call(service, "GetExternalIPAddress", Map.of(), http, deadline)
                    .getOrDefault("NewExternalIPAddress", "");
            return text.matches("[0-9.]{7,15}")
                    ? Optional.of(InetAddress.ofLiteral(text)).filter(address -> !address.isAnyLocalAddress())
                    : Optional.empty();
        } catch (RouterException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    @Override
    public Grant map(MappingRequest request, Deadline deadline) throws RouterException, InterruptedException {
        if (service.isEmpty()) {
            probe(deadline);
        }
        IgdService asked = service.orElseThrow();
        try (var http = new RouterHttp(gateway())) {
            return add(request, asked, http, deadline);
        } catch (RouterException e) {
            // A router that was started anew may take its orders elsewhere.
            if (e.outcome() != MappingOutcome.REFUSED) {
                service = Optional.empty();
            }
            throw e;
        }
    }

    private Grant add(MappingRequest request, IgdService asked, RouterHttp http, Deadline deadline)
            throws RouterException, InterruptedException {
        if (asked.type() == IgdService.Type.WAN_IP_2) {
            try {
                return granted(request, addAny(request, asked, http, deadline));
            } catch (RouterException e) {
                if (e.code() != INVALID_ACTION) {
                    throw e;
                }
            }
        }
        return granted(request, addOne(request, asked, http, deadline));
    }

    private Grant granted(MappingRequest request, int externalPort) throws RouterException {
        if (externalPort == 0) {
            throw RouterException.invalid("a mapping of no port");
        }
        return new Grant(externalPort, external, onlyPermanent ? Optional.empty() : Optional.of(request.lease()));
    }

    private int addAny(MappingRequest request, IgdService asked, RouterHttp http, Deadline deadline)
            throws RouterException, InterruptedException {
        Map<String, String> values = addition("AddAnyPortMapping", request, asked, http, deadline);
        return Soap.number(values.getOrDefault("NewReservedPort", ""), 65_535);
    }

    private int addOne(MappingRequest request, IgdService asked, RouterHttp http, Deadline deadline)
            throws RouterException, InterruptedException {
        int port = request.externalPort();
        for (int tries = 0; ; tries++) {
            try {
                addition("AddPortMapping", request.withExternalPort(port), asked, http, deadline);
                return port;
            } catch (RouterException e) {
                if (e.code() != CONFLICT || tries == OTHER_PORTS) {
                    throw e;
                }
                port = random.nextInt(FIRST_OTHER_PORT, 65_536);
            }
        }
    }

    private Map<String, String> addition(
            String action, MappingRequest request, IgdService asked, RouterHttp http, Deadline deadline)
            throws RouterException, InterruptedException {
        try {
            Duration lease = onlyPermanent ? Duration.ZERO : request.lease();
            return call(asked, action, arguments(request, lease), http, deadline);
        } catch (RouterException e) {
            if (e.code() != ONLY_PERMANENT_LEASES || onlyPermanent) {
                throw e;
            }
            onlyPermanent = true;
            return call(asked, action, arguments(request, Duration.ZERO), http, deadline);
        }
    }

    private Map<String, String> arguments(MappingRequest request, Duration lease) throws RouterException {
        Map<String, String> arguments = place(request);
        arguments.put("NewInternalPort", String.valueOf(request.internalPort()));
        arguments.put("NewInternalClient", localAddress().getHostAddress());
        arguments.put("NewEnabled", "1");
        arguments.put("NewPortMappingDescription", "DeployNet");
        arguments.put("NewLeaseDuration", String.valueOf(lease.toSeconds()));
        return arguments;
    }

    private static Map<String, String> place(MappingRequest request) {
        var place = new LinkedHashMap<String, String>();
        place.put("NewRemoteHost", "");
        place.put("NewExternalPort", String.valueOf(request.externalPort()));
        place.put("NewProtocol", request.transport().name());
        return place;
    }

    private InetAddress localAddress() throws RouterException {
        try (var exchange = DatagramExchange.with(server)) {
            return exchange.localAddress();
        }
    }

    @Override
    public boolean remembers(MappingRequest request, Deadline deadline) throws RouterException, InterruptedException {
        if (service.isEmpty()) {
            return false;
        }
        try (var http = new RouterHttp(gateway())) {
            Map<String, String> entry =
                    call(service.orElseThrow(), "GetSpecificPortMappingEntry", place(request), http, deadline);
            return localAddress().getHostAddress().equals(entry.get("NewInternalClient"))
                    && String.valueOf(request.internalPort()).equals(entry.get("NewInternalPort"));
        } catch (RouterException e) {
            if (e.outcome() != MappingOutcome.REFUSED) {
                service = Optional.empty();
                throw e;
            }
            return e.code() != NO_SUCH_ENTRY;
        }
    }

    @Override
    public void unmap(MappingRequest request, Deadline deadline) throws RouterException, InterruptedException {
        if (service.isPresent()) {
            try (var http = new RouterHttp(gateway())) {
                call(service.orElseThrow(), "DeletePortMapping", place(request), http, deadline);
            }
        }
    }

    private static Map<String, String> call(
            IgdService service, String action, Map<String, String> arguments, RouterHttp http, Deadline deadline)
            throws RouterException, InterruptedException {
        Answer answer = http.call(service, action, arguments, deadline);
        if (!answer.isOk()) {
            throw Soap.fault(answer.body(), answer.status());
        }
        return Soap.values(action, answer.body());
    }
}
