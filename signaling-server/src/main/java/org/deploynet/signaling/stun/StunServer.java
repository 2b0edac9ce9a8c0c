package org.deploynet.signaling.stun;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.protocol.net.Endpoints;
import org.deploynet.protocol.stun.StunMessage;
import org.deploynet.signaling.limits.PrefixBuckets;
import org.deploynet.signaling.limits.PrefixBuckets.Rate;
import org.deploynet.signaling.stun.StunAnswers.Exits;

/**
 * Tells whoever asks by UDP under which address and port it is seen, also from another port or address (RFC 8489, RFC 5780).
 * An answer goes to where the request came from and to nobody else; how many is limited for each prefix and in all, since a
 * sender's address can be forged. Safe from any thread.
 */
public final class StunServer implements AutoCloseable {
    // A probe asks about twenty times; behind one prefix there may be a whole provider.
    private static final Rate EACH_PREFIX = new Rate(20, 100);
    private static final Rate ALL = new Rate(5_000, 5_000);
    private static final int MAX_PREFIXES = 16_384;

    private final List<Place> places;
    private final PrefixBuckets limits;

    /** A message and the socket it leaves by. */
    record Parting(StunEndpoint exit, StunMessage message) {}

    /** The sockets of one {@link StunListen}: those of the first address first, each time port and other port. */
    private record Place(List<StunEndpoint> endpoints) {
        Exits exits(int from) {
            return new Exits(
                    address(from),
                    address(from ^ 1),
                    endpoints.size() == 2
                            ? Optional.empty()
                            : Optional.of(new Exits.Elsewhere(address(from ^ 2), address(from ^ 3))));
        }

        StunEndpoint at(InetSocketAddress address) {
            return endpoints.stream()
                    .filter(endpoint -> endpoint.address().equals(address))
                    .findFirst()
                    .orElseThrow();
        }

        InetSocketAddress address(int number) {
            return endpoints.get(number).address();
        }
    }

    private StunServer(List<Place> places, PrefixBuckets limits) {
        this.places = places;
        this.limits = limits;
    }

    /**
     * Opens all sockets; nothing is answered before {@link #start}.
     *
     * @throws Unusable if an address or a port cannot be had; then none is open
     */
    public static StunServer open(List<StunListen> listen) throws Unusable {
        return open(listen, new PrefixBuckets(EACH_PREFIX, ALL, MAX_PREFIXES, System::nanoTime));
    }

    static StunServer open(List<StunListen> listen, PrefixBuckets limits) throws Unusable {
        List<Place> places = new ArrayList<>();
        for (StunListen each : listen) {
            try {
                places.add(open(each));
            } catch (IOException e) {
                places.forEach(StunServer::close);
                throw new Unusable(each, e);
            }
        }
        return new StunServer(List.copyOf(places), limits);
    }

    private static Place open(StunListen listen) throws IOException {
        List<StunEndpoint> opened = new ArrayList<>();
        try {
            StunEndpoint first = add(opened, listen.address(), listen.port());
            StunEndpoint second = add(opened, listen.address(), listen.otherPort());
            if (listen.otherAddress().isPresent()) {
                // The same ports at both addresses: only then one of the two can be changed alone.
                add(opened, listen.otherAddress().get(), first.address().getPort());
                add(opened, listen.otherAddress().get(), second.address().getPort());
            }
            return new Place(List.copyOf(opened));
        } catch (IOException e) {
            opened.forEach(StunEndpoint::close);
            throw e;
        }
    }

    private static StunEndpoint add(List<StunEndpoint> opened, InetAddress address, int port) throws IOException {
        StunEndpoint endpoint = StunEndpoint.open(address, port);
        opened.add(endpoint);
        return endpoint;
    }

    /** Begins to answer. */
    public void start() {
        for (Place place : places) {
            for (int i = 0; i < place.endpoints().size(); i++) {
                Exits exits = place.exits(i);
                place.endpoints().get(i).start((request, from) -> answer(place, exits, request, from));
            }
        }
    }

    private Optional<Parting> answer(Place place, Exits exits, StunMessage request, InetSocketAddress from) {
        return StunAnswers.to(request, from, exits)
                .filter(_ -> limits.take(from.getAddress()))
                .map(reply -> new Parting(place.at(reply.origin()), reply.message()));
    }

    /** The URLs for browsers, one for each place: what a connection's candidates take. */
    public List<String> urls() {
        return places.stream().map(place -> url(place.address(0))).toList();
    }

    /**
     * Further URLs for browsers: each place's other address, or its other port where it has one address. A router that takes
     * another port for each destination shows so by a second candidate.
     */
    public List<String> otherUrls() {
        return places.stream()
                .map(place -> url(place.address(place.endpoints().size() == 2 ? 1 : 2)))
                .toList();
    }

    /** The URLs for super-peers: where there is one address only, its other port too, which no answer may name. */
    public List<String> probeUrls() {
        return places.stream()
                .flatMap(place -> place.endpoints().size() == 2
                        ? Stream.of(url(place.address(0)), url(place.address(1)))
                        : Stream.of(url(place.address(0))))
                .toList();
    }

    private static String url(InetSocketAddress at) {
        return "stun:" + Endpoints.inNumbers(at);
    }

    @Override
    public void close() {
        places.forEach(StunServer::close);
    }

    private static void close(Place place) {
        place.endpoints().forEach(StunEndpoint::close);
    }

    /** A place where STUN cannot be answered, with the reason of the system. */
    public static final class Unusable extends IOException {
        Unusable(StunListen where, IOException cause) {
            super(
                    "STUN at " + where.address().getHostAddress() + ":" + where.port() + ": " + cause.getMessage(),
                    cause);
        }
    }
}
