package org.deploynet.engine.assembly;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.nat.BrowserShare;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.engine.history.ReachabilityBook;
import org.deploynet.engine.nat.DialBackProbe;
import org.deploynet.engine.nat.NatProbe;
import org.deploynet.engine.nat.NatReport;
import org.deploynet.engine.nat.OwnAddresses;
import org.deploynet.protocol.net.StunServers;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.protocol.signaling.ToSuperPeer.Reached;

/**
 * Has this machine's NAT tested whenever the network welcomes it, when this machine's network changes, and again after
 * about a day. The thread of its own sleeps meanwhile. Safe from any thread.
 */
final class NatKeeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NatKeeper.class.getName());
    private static final Duration AGAIN_AFTER = Duration.ofHours(24);
    /** By so much earlier or later, as a part: peers that started together do not ask together for ever. */
    private static final double JITTER = 0.1;
    /** Changes of the class, as many as a person reads. */
    static final int CHANGES_SHOWN = 5;

    private final Function<List<String>, NatReport> probe;
    private final RandomGenerator random;
    private final Clock clock;
    private final Supplier<NetworkReport.Beside> beside;
    private final Bell bell;
    private final Runnable tested;
    private volatile Optional<Told> toldReach = Optional.empty();
    private volatile Optional<Counted> counted = Optional.empty();
    private volatile List<String> told = List.of();
    private volatile boolean testing;
    private volatile boolean changed;
    private volatile Optional<Tested> latest = Optional.empty();
    private volatile Optional<Thread> thread = Optional.empty();

    private record Tested(Instant at, NatReport report) {}

    /** What the network was told in message {@code ref}. */
    private record Told(long ref, NatClass natClass) {}

    /** The network's word on super-peers of a class. */
    private record Counted(NatClass natClass, BrowserShare share) {}

    /**
     * @param probe tests by the STUN servers of these URLs, and may take seconds
     * @param bell rung by whoever has a reason to test again
     * @param tested told after each test; must be quick
     */
    NatKeeper(
            Function<List<String>, NatReport> probe,
            Supplier<NetworkReport.Beside> beside,
            Bell bell,
            Runnable tested,
            RandomGenerator random,
            Clock clock) {
        this.probe = probe;
        this.beside = beside;
        this.bell = bell;
        this.tested = tested;
        this.random = random;
        this.clock = clock;
    }

    /** What the keeper has done by the servers whose addresses the owner's rules allow, and by the network's call. */
    static Function<List<String>, NatReport> by(
            StunServers servers, NatProbe probe, DialBackProbe dialBack, PortKeeper ports) {
        return urls -> probe.probe(new NatProbe.Surroundings(
                servers.addresses(urls), OwnAddresses.now(), ports.wan(), dialBack.probe(ports.toDial())));
    }

    /** {@code probe}, whose word is remembered. */
    static Function<List<String>, NatReport> remembering(
            Function<List<String>, NatReport> probe, ReachabilityBook book) {
        return urls -> {
            NatReport report = probe.apply(urls);
            book.found(report.natClass());
            return report;
        };
    }

    void start() {
        thread = Optional.of(Thread.ofVirtual().name("nat-keeper").start(this::run));
    }

    /** The network's list, at each welcome; returns at once. */
    void welcomed(List<String> stun) {
        boolean isBeingTested = changed && told.equals(stun);
        told = List.copyOf(stun);
        if (!isBeingTested) {
            bell.ring();
        }
    }

    /** This machine's network is another one; returns at once. A welcome that follows at once has nothing to add, unless by its list. */
    void networkChanged() {
        changed = true;
        bell.ring();
    }

    /** What the last test found; unknown before it. */
    EngineSnapshot.Nat nat() {
        return latest.map(tested -> new EngineSnapshot.Nat(tested.report().natClass(), Optional.of(tested.at())))
                .orElse(new EngineSnapshot.Nat(NatClass.UNKNOWN));
    }

    /** The last test, and what is so beside it. */
    NetworkReport network() {
        boolean now = testing;
        return latest.map(tested -> tested.report().forFaces(tested.at()))
                .orElse(NetworkReport.NOTHING_TESTED)
                .now(now, beside.get(), share());
    }

    // Of another class it would be said of others.
    private Optional<BrowserShare> share() {
        NatClass now = nat().type();
        return counted.filter(word -> word.natClass() == now).map(Counted::share);
    }

    /** What the network is to know of the last test; empty before it. */
    Optional<FromSuperPeer.Reach> reach(long ref) {
        Optional<NatReport> report = latest.map(Tested::report);
        toldReach = report.map(found -> new Told(ref, found.natClass()));
        return report.map(found -> new FromSuperPeer.Reach(
                ref, word(found.natClass()), found.ipv6().isPresent()));
    }

    /** The network's answer to {@link #reach}; one to anything else is left alone. */
    void reached(Reached answer) {
        toldReach
                .filter(told -> told.ref() == answer.ref())
                .ifPresent(told -> counted = Optional.of(
                        new Counted(told.natClass(), new BrowserShare(answer.paired(), answer.connected()))));
    }

    private static Reachability word(NatClass natClass) {
        return switch (natClass) {
            case OPEN -> Reachability.OPEN;
            case MODERATE -> Reachability.MODERATE;
            case STRICT -> Reachability.STRICT;
            case BLOCKED -> Reachability.BLOCKED;
            case UNKNOWN -> Reachability.UNKNOWN;
        };
    }

    /** Tests soon; until then a test is said to run. */
    void testNetwork() {
        testing = true;
        bell.ring();
    }

    private void run() {
        try {
            while (true) {
                bell.await(untilAgain(random));
                test();
            }
        } catch (InterruptedException closed) {
            LOG.log(System.Logger.Level.DEBUG, "the NAT is not tested any more");
        }
    }

    static long untilAgain(RandomGenerator random) {
        return (long) (AGAIN_AFTER.toNanos() * random.nextDouble(1 - JITTER, 1 + JITTER));
    }

    private void test() {
        testing = true;
        try {
            NatReport report = probe.apply(told);
            latest = Optional.of(new Tested(clock.instant(), report));
            tested.run();
            // No address: the log is for others' eyes too.
            LOG.log(
                    System.Logger.Level.INFO,
                    "NAT: {0}, mapping {1}, filtering {2}",
                    report.natClass(),
                    report.mapping(),
                    report.filtering());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the NAT could not be tested", e);
        } finally {
            testing = false;
            changed = false;
        }
    }

    @Override
    public void close() {
        thread.ifPresent(Thread::interrupt);
    }
}
