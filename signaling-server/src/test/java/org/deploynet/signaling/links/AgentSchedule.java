package org.deploynet.signaling.links;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.ManualClock;
import org.deploynet.signaling.api.SpendingAlarm;
import org.deploynet.signaling.guard.AlarmRule;
import org.deploynet.signaling.guard.PayCaps;
import org.deploynet.signaling.peers.OnlinePeer;

/**
 * One history of a network with agents that want more than they brought: 1,000 visitors, of whom 600 are real, and super-peers of
 * which one in twenty belongs to the agents. Which visitor comes when, from where and for how much follows from the seed. The same is
 * walked with the agents and without them. One thread.
 */
final class AgentSchedule {
    private static final long CREDIT = Price.MICROCREDITS_PER_CREDIT;
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();
    private static final long PAID_IN = 1_000 * CREDIT;
    private static final Duration HISTORY = Duration.ofHours(24);
    private static final KeyId STRANGER = AgentWorld.key(0xa);
    private static final KeyId OWN = AgentWorld.key(0xb);
    private static final KeyId GRANTED = AgentWorld.key(0xc);
    private static final KeyId OTHER_OWN = AgentWorld.key(0xd);
    private static final int HONEST_PEERS = 57;
    private static final int HONEST_VISITS = 600;
    // Three super-peers of 60; each one's earnings are looked at alone.
    private static final OnlinePeer THIEF = AgentWorld.peer(1, "20.0.0.1");
    private static final OnlinePeer SELF = AgentWorld.peer(2, "20.0.1.1");
    private static final OnlinePeer LAUNDRY = AgentWorld.peer(3, "20.0.2.1");

    /** One visit; {@code late} hands its receipts in only after it ended its links. */
    private record Visit(Duration at, KeyId site, OnlinePeer peer, InetAddress from, long bytes, boolean late) {}

    /** What one walk came to. */
    record Outcome(
            Map<KeyId, Long> honest,
            long stranger,
            long thief,
            long cap,
            boolean alarmed,
            long own,
            long ownEarned,
            long laundered) {}

    // java.util.Random begins alike for seeds that follow each other.
    private final SplittableRandom random;
    private final List<OnlinePeer> honest = IntStream.range(0, HONEST_PEERS)
            .mapToObj(i -> AgentWorld.peer(100 + i, "30.0." + i + ".1"))
            .toList();
    private final boolean isPatient;
    private final int hours;
    private final int prefixes;
    private final List<Visit> real = new ArrayList<>();
    private final List<Visit> invented = new ArrayList<>();

    AgentSchedule(long seed) {
        random = new SplittableRandom(seed);
        // A patient thief spreads it over a day, below what is unusual.
        isPatient = random.nextInt(4) == 0;
        hours = isPatient ? 12 + random.nextInt(13) : 1 + random.nextInt(5);
        prefixes = 1 + random.nextInt(8);
        Duration end = HISTORY.plusHours(hours);
        for (int i = 0; i < HONEST_VISITS; i++) {
            real.add(new Visit(at(Duration.ZERO, end), STRANGER, any(honest), address(40), size(), false));
        }
        invent(200, STRANGER, THIEF, end);
        invent(100, OWN, SELF, end);
        invent(100, GRANTED, LAUNDRY, end);
    }

    // They come when the site has had a day of its usual visits, and take the more the fewer hours they have.
    private void invent(int count, KeyId site, OnlinePeer peer, Duration end) {
        for (int i = 0; i < count; i++) {
            // Some come from the super-peer's own prefix, as the first idea of a thief would be.
            InetAddress from = random.nextInt(10) == 0 ? peer.address() : address(50 + random.nextInt(prefixes));
            long bytes = 100_000_000L + random.nextInt(400_000_000);
            invented.add(new Visit(at(HISTORY, end), site, peer, from, bytes, random.nextInt(5) == 0));
        }
    }

    /** Walks it in a database of its own below {@code folder}, which is empty. */
    Outcome walk(Path folder, boolean withAgents) throws SQLException {
        try (var world = new AgentWorld(folder.resolve(withAgents ? "agents.db" : "honest.db"))) {
            world.books.payIn(STRANGER, PAID_IN);
            world.books.payIn(OWN, PAID_IN);
            world.budgets.grant(GRANTED, PAID_IN / CREDIT);
            Map<Long, Long> spent = new HashMap<>();
            List<SpendingAlarm> alarms = new ArrayList<>();
            Duration now = Duration.ZERO;
            for (Visit visit : inOrder(withAgents)) {
                alarms.addAll(world.after(visit.at().minus(now)));
                now = visit.at();
                long before = world.credits(STRANGER);
                carryOut(world, visit);
                spent.merge(now.toHours(), before - world.credits(STRANGER), Long::sum);
            }
            alarms.addAll(world.after(Duration.ofMinutes(1)));
            requireAlarms(spent, alarms);
            return outcome(world, alarms);
        }
    }

    private List<Visit> inOrder(boolean withAgents) {
        List<Visit> all = new ArrayList<>(real);
        if (withAgents) {
            all.addAll(invented);
        }
        all.sort(Comparator.comparing(Visit::at));
        return all;
    }

    private static void carryOut(AgentWorld world, Visit visit) {
        if (visit.late()) {
            long before = world.earned(visit.peer());
            world.visitAndEndFirst(visit.site(), visit.peer(), visit.from(), visit.bytes());
            require(world.earned(visit.peer()) == before, "paid for a ticket that was ended, and counts for no cap");
        } else {
            world.visit(visit.site(), visit.peer(), visit.from(), visit.bytes());
        }
    }

    private Outcome outcome(AgentWorld world, List<SpendingAlarm> alarms) {
        long thief = world.earned(THIEF);
        Map<KeyId, Long> earned = new HashMap<>();
        honest.forEach(peer -> earned.put(peer.id(), world.earned(peer)));
        // The operator looks at what the alarm said before the first of it is available.
        world.clawback(THIEF, STRANGER);
        require(world.earned(THIEF) == 0, "the clawback left " + world.earned(THIEF));
        long stranger = world.credits(STRANGER);
        world.after(AgentWorld.PENDING);
        long ownEarned = world.earned(SELF);
        long own = ownEarned + world.credits(OWN) - PAID_IN;
        long laundered = launder(world);
        world.books.verify();
        // The clock begins with a full hour; a byte costs a thousandth of a microcredit.
        long cap = PayCaps.DEFAULT.prefixBytes() / 1_000 * hours * prefixes;
        boolean alarmed = alarms.stream().anyMatch(alarm -> alarm.site().equals(STRANGER));
        return new Outcome(earned, stranger, thief, cap, alarmed, own, ownEarned, laundered);
    }

    // Around and around: into another site of theirs, taken by visitors of theirs, and back.
    private long launder(AgentWorld world) {
        boolean isWithAgents = world.earned(LAUNDRY) > 0;
        for (int round = 0; isWithAgents && round < 3; round++) {
            KeyId to = round % 2 == 0 ? OTHER_OWN : GRANTED;
            world.transferAll(LAUNDRY, to, "round-" + round);
            for (int i = 0; i < 5; i++) {
                world.visit(to, LAUNDRY, address(60 + i), 200_000_000);
            }
            world.after(AgentWorld.PENDING);
        }
        return world.books.balance("site:budget/" + GRANTED)
                + world.books.balance("site:budget/" + OTHER_OWN)
                + world.books.balance("peer:available/" + LAUNDRY.id());
    }

    // By this class's own sums: each hour that was unusual has an alarm, and no other.
    private static void requireAlarms(Map<Long, Long> spent, List<SpendingAlarm> alarms) {
        long first = new ManualClock().millis() / HOUR_MS;
        for (var hour : spent.entrySet()) {
            long[] before = spent.entrySet().stream()
                    .filter(other -> other.getKey() < hour.getKey() && other.getValue() > 0)
                    .mapToLong(Map.Entry::getValue)
                    .sorted()
                    .toArray();
            long usual = before.length == 0 ? 0 : before[before.length / 2];
            boolean unusual = hour.getValue() > AlarmRule.DEFAULT.floor() + AlarmRule.DEFAULT.times() * usual;
            boolean raised = alarms.stream()
                    .anyMatch(
                            alarm -> alarm.site().equals(STRANGER) && alarm.hour() / HOUR_MS == first + hour.getKey());
            require(unusual == raised, hour.getValue() + " spent, usually " + usual + ", alarm: " + raised);
        }
    }

    /** Both walks, compared; throws {@link IllegalStateException} with what does not hold. */
    Outcome check(Path folder) throws SQLException {
        Outcome quiet = walk(folder, false);
        Outcome found = walk(folder, true);
        require(!quiet.alarmed(), "an alarm without agents");
        require(found.alarmed() || isPatient, "no alarm, and the thief has " + found.thief());
        require(
                found.thief() > 0 && found.thief() <= found.cap(),
                "the thief has " + found.thief() + " of " + found.cap());
        require(
                found.honest().equals(quiet.honest()),
                "honest super-peers have " + found.honest() + ", not " + quiet.honest());
        require(found.stranger() == quiet.stranger(), "the clawback left the site at " + found.stranger());
        require(
                found.ownEarned() > 0 && found.own() <= -(found.ownEarned() / 10),
                "who served an own site gained " + found.own() + " with " + found.ownEarned());
        require(found.laundered() == 0, "granted credits became others: " + found.laundered());
        return found;
    }

    private static void require(boolean claim, String otherwise) {
        if (!claim) {
            throw new IllegalStateException(otherwise);
        }
    }

    private Duration at(Duration from, Duration to) {
        return from.plusMillis(random.nextLong(to.minus(from).toMillis()));
    }

    // Pages of 1 to 30 MB, most of them small.
    private long size() {
        return (long) (1_000_000 * Math.pow(30, random.nextDouble()));
    }

    private InetAddress address(int first) {
        try {
            return InetAddress.getByAddress(new byte[] {
                (byte) first, 0, first == 40 ? (byte) random.nextInt(256) : 0, (byte) random.nextInt(256)
            });
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
