package org.deploynet.engine.nat.mapping;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.deploynet.engine.nat.mapping.MappingReport.Situation;

/** The sessions with all default gateways: follows which there are, and tells what changed. One thread. */
final class MappingKeeper {
    /** How long a gateway has for removing its mappings: some take a tenth of a second for each. */
    private static final Duration GOODBYE = Duration.ofSeconds(4);

    private final Gateways gateways;
    private final Function<InetAddress, GatewaySession> opener;
    private final InstantSource clock;
    private final Consumer<MappingReport> listener;
    private final Map<InetAddress, GatewaySession> sessions = new LinkedHashMap<>();
    private Optional<MappingReport> told = Optional.empty();
    private Instant steppedAt = Instant.MIN;

    MappingKeeper(
            Gateways gateways,
            Function<InetAddress, GatewaySession> opener,
            InstantSource clock,
            Consumer<MappingReport> listener) {
        this.gateways = gateways;
        this.opener = opener;
        this.clock = clock;
        this.listener = listener;
    }

    /** Does what is due at every gateway and returns how long nothing will be. */
    Duration step() throws InterruptedException {
        // A wall clock that was set back would let leases end unnoticed.
        if (clock.instant().isBefore(steppedAt)) {
            askAgain();
        }
        Optional<List<InetAddress>> found = gateways.defaults();
        follow(found.orElse(List.of()));
        inParallel(session -> {
            session.step();
            return session;
        });
        tell(report(found));
        steppedAt = clock.instant();
        return pause();
    }

    // Only IPv4 is translated; a gateway that left cannot be told to forget.
    private void follow(List<InetAddress> found) {
        List<InetAddress> translating =
                found.stream().filter(Inet4Address.class::isInstance).toList();
        sessions.keySet().retainAll(translating);
        translating.forEach(gateway -> sessions.computeIfAbsent(gateway, opener));
    }

    private MappingReport report(Optional<List<InetAddress>> found) {
        if (found.isEmpty()) {
            return MappingReport.of(Situation.GATEWAY_UNKNOWN);
        }
        return sessions.isEmpty()
                ? MappingReport.of(Situation.NO_GATEWAY)
                : new MappingReport(
                        Situation.ASKED,
                        sessions.values().stream()
                                .flatMap(session -> session.attempts().stream())
                                .toList(),
                        names());
    }

    private Map<InetAddress, RouterName> names() {
        var names = new HashMap<InetAddress, RouterName>();
        sessions.forEach((gateway, session) -> names.put(gateway, session.name()));
        return names;
    }

    private void tell(MappingReport report) {
        if (!told.equals(Optional.of(report))) {
            told = Optional.of(report);
            listener.accept(report);
        }
    }

    // Never longer than between two checks: by then there may be another gateway.
    private Duration pause() {
        Instant now = clock.instant();
        return sessions.values().stream()
                .map(GatewaySession::dueAt)
                .filter(due -> due.isBefore(now.plus(GatewaySession.CHECK_EVERY)))
                .map(due -> due.isBefore(now) ? Duration.ZERO : Duration.between(now, due))
                .min(Duration::compareTo)
                .orElse(GatewaySession.CHECK_EVERY);
    }

    /** The next step asks every gateway for everything: the network changed. */
    void askAgain() {
        sessions.values().forEach(GatewaySession::askAgain);
    }

    /** Removes all mappings, in 4 s at most. */
    void release() throws InterruptedException {
        Deadline deadline = Deadline.in(GOODBYE);
        inParallel(session -> {
            session.release(deadline);
            return session;
        });
        sessions.clear();
    }

    private interface Work {
        GatewaySession on(GatewaySession session) throws InterruptedException;
    }

    private void inParallel(Work work) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<GatewaySession>> tasks = sessions.values().stream()
                    .<Callable<GatewaySession>>map(session -> () -> work.on(session))
                    .toList();
            for (Future<GatewaySession> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException();
            }
            throw new IllegalStateException("a gateway's session failed", e);
        }
    }
}
