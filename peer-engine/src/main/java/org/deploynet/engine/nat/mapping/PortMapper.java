package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.deploynet.control.nat.MappingProtocol;
import org.deploynet.protocol.Check;

/**
 * Keeps UDP ports of this machine reachable through its routers: asks the default gateways in PCP, NAT-PMP and UPnP, makes the mappings
 * last until it is closed, makes them anew when a gateway forgot them, and removes them at the end. A killed process leaves them to their
 * leases.
 *
 * <p>It sends to the default gateways only. Safe from any thread; the listener is called on a thread of its own, once for every change,
 * and should return soon.
 */
public final class PortMapper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PortMapper.class.getName());

    private final MappingKeeper keeper;
    private final Semaphore woken = new Semaphore(0);
    private final Thread thread;
    private volatile boolean askAgain;
    private volatile boolean closed;

    private PortMapper(MappingKeeper keeper) {
        this.keeper = keeper;
        this.thread = Thread.ofVirtual().name("port-mapper").unstarted(this::run);
    }

    /**
     * Starts asking and returns at once; the listener is told what came of it, at the latest after about 5 s.
     *
     * @param udpPorts the ports whose datagrams are wanted, one at least; the routers are asked for the same ones outside
     * @throws IllegalArgumentException if there is no port
     */
    public static PortMapper start(MappingOptions options, List<Integer> udpPorts, Consumer<MappingReport> listener) {
        return start(options, udpPorts, listener, Gateways.ofThisMachine(), Clock.systemUTC());
    }

    /** As {@link #start(MappingOptions, List, Consumer)} on a machine with these gateways and this clock. */
    static PortMapper start(
            MappingOptions options,
            List<Integer> udpPorts,
            Consumer<MappingReport> listener,
            Gateways gateways,
            InstantSource clock) {
        Check.that(!udpPorts.isEmpty(), "no port is wanted");
        udpPorts.forEach(port -> Check.range("udpPort", port, 1, 65_535));
        var mapper = new PortMapper(new MappingKeeper(gateways, opener(options, udpPorts, clock), clock, listener));
        mapper.thread.start();
        return mapper;
    }

    private static Function<InetAddress, GatewaySession> opener(
            MappingOptions options, List<Integer> udpPorts, InstantSource clock) {
        List<MappingRequest> requests = udpPorts.stream()
                .map(port -> MappingRequest.first(Transport.UDP, port, options.lease()))
                .toList();
        return gateway -> new GatewaySession(
                gateway, clients(options.protocols(), gateway, clock), requests, clock, GatewaySession.PATIENCE);
    }

    private static List<RouterClient> clients(
            Set<MappingProtocol> protocols, InetAddress gateway, InstantSource clock) {
        var random = new SecureRandom();
        var pcp = new InetSocketAddress(gateway, PcpMessages.PORT);
        return protocols.stream()
                .sorted()
                .<RouterClient>map(protocol -> switch (protocol) {
                    case PCP -> new PcpClient(pcp, clock, random);
                    case NAT_PMP -> new NatPmpClient(pcp, clock);
                    case UPNP_IGD -> new IgdClient(new InetSocketAddress(gateway, SsdpSearch.PORT), random);
                })
                .toList();
    }

    /** The network changed: every gateway is asked now, and not only when a lease is half over. */
    public void askAgain() {
        askAgain = true;
        woken.release();
    }

    private void run() {
        try {
            while (!closed) {
                if (askAgain) {
                    askAgain = false;
                    keeper.askAgain();
                }
                if (woken.tryAcquire(step().toNanos(), TimeUnit.NANOSECONDS)) {
                    woken.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.DEBUG, "no router is asked any more");
        }
    }

    // Whatever a router or a listener makes us stumble over, the next look is taken.
    private Duration step() throws InterruptedException {
        try {
            return keeper.step();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the port mapping failed; the next look tries again", e);
            return GatewaySession.CHECK_EVERY;
        }
    }

    /** Removes the mappings. Takes about 4 s at most, and less where the routers answer. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
            keeper.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
