package org.deploynet.engine.assembly;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deploynet.control.nat.PortChoice;
import org.deploynet.control.nat.PortReport;
import org.deploynet.engine.link.rtc.Door;
import org.deploynet.engine.link.rtc.Doors;
import org.deploynet.engine.nat.mapping.AddressScope;
import org.deploynet.engine.nat.mapping.Gateways;
import org.deploynet.engine.nat.mapping.MappingAttempt;
import org.deploynet.engine.nat.mapping.MappingOptions;
import org.deploynet.engine.nat.mapping.MappingReport;
import org.deploynet.engine.nat.mapping.PortMapper;
import org.deploynet.protocol.key.KeyId;

/**
 * Has the ports forwarded that the owner wants forwarded, and opens links on those that are. No router is asked before the network
 * has welcomed this super-peer: nobody would come. Safe from any thread; a change may wait 4 s for the mappings of before to go.
 */
final class PortKeeper implements AutoCloseable {
    /** So many visitors can come in at once whom nothing but an open port helps; each is an entry in the router's list. */
    static final int PORTS = 16;

    /** The dynamic ports of RFC 6335, in blocks for a super-peer's starts. */
    private static final int FIRST_PORT = 49_152;

    private static final int STARTS = 4;
    private static final int BLOCKS = (65_536 - FIRST_PORT) / (PORTS * STARTS);

    private final Doors doors;
    private final List<Integer> ports;
    private final Mapping mapping;
    private final Gateways gateways;
    private final Runnable changed;
    private PortChoice choice;
    private boolean welcomed;
    private boolean closed;
    private Optional<Asking> asking = Optional.empty();
    private volatile Optional<MappingReport> report = Optional.empty();
    private volatile List<Door> open = List.of();

    /** Asks the routers until it is closed. */
    interface Asking extends AutoCloseable {
        /** The network changed. */
        void askAgain();

        @Override
        void close();
    }

    /** Begins to ask the routers for these ports, and tells the listener what changed. */
    interface Mapping {
        Asking start(List<Integer> ports, Consumer<MappingReport> listener);
    }

    static Asking asking(List<Integer> ports, Consumer<MappingReport> listener) {
        PortMapper mapper = PortMapper.start(MappingOptions.USUAL, ports, listener);
        return new Asking() {
            @Override
            public void askAgain() {
                mapper.askAgain();
            }

            @Override
            public void close() {
                mapper.close();
            }
        };
    }

    /**
     * @param ports of this machine, which routers are asked to forward
     * @param gateways the first of them is the router that the owner is told of
     * @param changed other ports let the world in than before; on a thread that asks routers, to return soon
     */
    PortKeeper(
            Doors doors, List<Integer> ports, PortChoice choice, Mapping mapping, Gateways gateways, Runnable changed) {
        this.doors = doors;
        this.ports = List.copyOf(ports);
        this.choice = choice;
        this.mapping = mapping;
        this.gateways = gateways;
        this.changed = changed;
    }

    /**
     * The ports that a router is asked for. They belong to the super-peer, so that a router sees few of them over time, and change
     * with each of four starts: a gateway that speaks PCP gives nobody else what a killed engine still holds (RFC 6887 §11.2).
     */
    static List<Integer> portsOf(KeyId id, long epoch) {
        int block = Math.floorMod(id.hashCode(), BLOCKS);
        int first = FIRST_PORT + (block * STARTS + (int) (epoch % STARTS)) * PORTS;
        return IntStream.range(first, first + PORTS).boxed().toList();
    }

    /** From now on the owner wants this. */
    synchronized void choose(PortChoice next) {
        if (!next.equals(choice)) {
            choice = next;
            begin();
        }
    }

    /** The network is there. */
    synchronized void welcomed() {
        if (!welcomed) {
            welcomed = true;
            begin();
        }
    }

    /** Another network, or a router that the owner may have told something: all is asked anew, soon. */
    synchronized void askAgain() {
        asking.ifPresent(Asking::askAgain);
    }

    private void begin() {
        if (!welcomed || closed) {
            return;
        }
        asking.ifPresent(Asking::close);
        asking = Optional.empty();
        report = Optional.empty();
        open(choice.way() == PortChoice.Way.BY_HAND ? byHand(choice) : List.of());
        if (choice.way() == PortChoice.Way.AUTOMATIC) {
            asking = Optional.of(mapping.start(ports, this::mapped));
        }
    }

    private static List<Door> byHand(PortChoice choice) {
        return IntStream.rangeClosed(choice.first(), choice.last())
                .mapToObj(port -> new Door(port, Optional.empty()))
                .toList();
    }

    private void mapped(MappingReport now) {
        report = Optional.of(now);
        open(now.mapped().stream().flatMap(PortKeeper::doors).toList());
    }

    // Behind a second router the first one's outer address leads nowhere.
    private static Stream<Door> doors(MappingAttempt attempt) {
        Optional<InetAddress> external =
                attempt.externalAddress().filter(address -> AddressScope.of(address) == AddressScope.PUBLIC);
        return attempt.ports().stream()
                .map(port -> new Door(
                        port.local(), external.map(address -> new InetSocketAddress(address, port.external()))));
    }

    private void open(List<Door> now) {
        if (!now.equals(open)) {
            open = now;
            doors.open(now);
            changed.run();
        }
    }

    /** The port that the network is to call: the one that a link takes last. */
    OptionalInt toDial() {
        List<Door> now = open;
        return now.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(now.getLast().port());
    }

    /** The address on the other side of the first router that told one. */
    Optional<InetAddress> wan() {
        return attempts(report)
                .flatMap(attempt -> attempt.externalAddress().stream())
                .findFirst();
    }

    private static Stream<MappingAttempt> attempts(Optional<MappingReport> report) {
        return report.stream().flatMap(all -> all.attempts().stream());
    }

    PortReport report() {
        PortChoice now = chosen();
        Optional<MappingReport> asked = report;
        return new PortReport(
                now,
                situation(now, asked),
                open.size(),
                attempts(asked).map(PortKeeper::forFaces).toList(),
                OwnRouter.of(gateways, asked));
    }

    private synchronized PortChoice chosen() {
        return choice;
    }

    private static PortReport.Situation situation(PortChoice choice, Optional<MappingReport> asked) {
        return choice.way() == PortChoice.Way.AUTOMATIC
                ? asked.map(MappingReport::situation)
                        .map(known -> switch (known) {
                            case GATEWAY_UNKNOWN -> PortReport.Situation.GATEWAY_UNKNOWN;
                            case NO_GATEWAY -> PortReport.Situation.NO_GATEWAY;
                            case ASKED -> PortReport.Situation.ASKED;
                        })
                        .orElse(PortReport.Situation.NOT_YET)
                : PortReport.Situation.NOT_WANTED;
    }

    private static PortReport.Attempt forFaces(MappingAttempt attempt) {
        return new PortReport.Attempt(
                attempt.protocol(),
                attempt.outcome(),
                attempt.code(),
                attempt.ports().size(),
                attempt.lease().map(lease -> OptionalLong.of(lease.toSeconds())).orElse(OptionalLong.empty()));
    }

    @Override
    public synchronized void close() {
        closed = true;
        asking.ifPresent(Asking::close);
        asking = Optional.empty();
    }
}
