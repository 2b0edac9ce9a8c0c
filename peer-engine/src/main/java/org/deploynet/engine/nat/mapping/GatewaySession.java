package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.deploynet.control.nat.MappingOutcome;
import org.deploynet.control.nat.MappingProtocol;

/**
 * The mappings that one gateway holds, or does not. All protocols are asked at once whether they are spoken, which changes nothing; the
 * mapping is then made in the preferred one alone, since routers keep one list for all of them and would take orders in one protocol
 * for orders about the mapping of another. One thread at a time.
 */
final class GatewaySession {
    /** From the first question to the first mapping, and from there to the last. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How often the gateway is asked whether it still has the mapping: a restart is noticed after that. */
    static final Duration CHECK_EVERY = Duration.ofMinutes(5);

    /** What a gateway refused it is not asked again before (the long lifetime of errors in RFC 6887 §7.4). */
    static final Duration RETRY_AFTER = Duration.ofMinutes(30);

    /** RFC 6887 §11.2.1. */
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(4);

    private final InetAddress gateway;
    private final List<RouterClient> clients;
    private final InstantSource clock;
    private final Duration patience;
    private final Map<MappingProtocol, MappingAttempt> attempts = new EnumMap<>(MappingProtocol.class);
    private final List<MappingRequest> requests;
    /** So many of the requests, from the first on, the gateway may have taken. */
    private int tried;

    private Optional<RouterClient> holder = Optional.empty();
    /** When the mappings have to be made to last longer; never for permanent ones. */
    private Instant renewAt = Instant.MAX;
    /** When the gateway is asked next. */
    private Instant lookAt = Instant.MIN;

    /**
     * @param clients the preferred one first
     * @param requests one for each port; a gateway that takes some and then no more serves by those
     */
    GatewaySession(
            InetAddress gateway,
            List<RouterClient> clients,
            List<MappingRequest> requests,
            InstantSource clock,
            Duration patience) {
        this.gateway = gateway;
        this.clients = List.copyOf(clients);
        this.requests = new ArrayList<>(requests);
        this.clock = clock;
        this.patience = patience;
    }

    /** The last answer in each protocol, the preferred one first. */
    List<MappingAttempt> attempts() {
        return List.copyOf(attempts.values());
    }

    /** How the gateway calls itself, in the first protocol in which it does. */
    RouterName name() {
        return clients.stream()
                .map(RouterClient::name)
                .filter(name -> !name.equals(RouterName.NONE))
                .findFirst()
                .orElse(RouterName.NONE);
    }

    /** When {@link #step} has something to do again. */
    Instant dueAt() {
        return renewAt.isBefore(lookAt) ? renewAt : lookAt;
    }

    /** Does what is due. */
    void step() throws InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(dueAt())) {
            return;
        }
        Deadline deadline = Deadline.in(patience);
        boolean held = holder.isPresent();
        if (!held || !keep(holder.orElseThrow(), now, deadline)) {
            tryAll(deadline);
        }
        Duration pause = held || holder.isPresent() ? CHECK_EVERY : RETRY_AFTER;
        lookAt = clock.instant().plus(pause);
    }

    private boolean keep(RouterClient client, Instant now, Deadline deadline) throws InterruptedException {
        try {
            Deadline half = deadline.atMost(patience.dividedBy(2));
            if (now.isBefore(renewAt) && client.remembers(requests.getFirst(), half)) {
                return true;
            }
            make(client, half);
            return true;
        } catch (RouterException lost) {
            holder = Optional.empty();
            renewAt = Instant.MAX;
            return false;
        }
    }

    private void tryAll(Deadline deadline) throws InterruptedException {
        try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                Deadline half = deadline.atMost(patience.dividedBy(2));
                List<CompletableFuture<MappingAttempt>> probes = clients.stream()
                        .map(client -> probe(client, half, asking))
                        .toList();
                for (int i = 0; i < clients.size(); i++) {
                    settle(clients.get(i), probes.get(i).get(), deadline);
                }
            } catch (InterruptedException e) {
                asking.shutdownNow();
                throw e;
            } catch (ExecutionException e) {
                throw new IllegalStateException("a probe of " + gateway + " failed", e);
            }
        }
    }

    private CompletableFuture<MappingAttempt> probe(RouterClient client, Deadline deadline, ExecutorService asking) {
        var result = new CompletableFuture<MappingAttempt>();
        asking.execute(() -> {
            try {
                result.complete(MappingAttempt.notNeeded(client.protocol(), gateway, client.probe(deadline)));
            } catch (RouterException e) {
                result.complete(MappingAttempt.failed(client.protocol(), gateway, e));
            } catch (InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private void settle(RouterClient client, MappingAttempt probed, Deadline deadline) throws InterruptedException {
        attempts.put(client.protocol(), probed);
        if (holder.isEmpty() && probed.outcome() == MappingOutcome.NOT_NEEDED) {
            try {
                make(client, deadline.atMost(patience.dividedBy(4)));
            } catch (RouterException e) {
                holder = Optional.empty();
                attempts.put(client.protocol(), MappingAttempt.failed(client.protocol(), gateway, e));
            }
        }
    }

    private void make(RouterClient client, Deadline deadline) throws RouterException, InterruptedException {
        // Before the answers: if we are interrupted, the gateway may have made them all the same.
        holder = Optional.of(client);
        List<Grant> grants = new ArrayList<>();
        // What works for one port is given the time to work for all.
        Deadline others = Deadline.in(patience);
        for (int i = 0; i < requests.size() && grants.size() == i; i++) {
            tried = Math.max(tried, i + 1);
            try {
                Grant grant = client.map(requests.get(i), i == 0 ? deadline : others);
                requests.set(i, requests.get(i).again(grant));
                grants.add(grant);
            } catch (RouterException e) {
                // Its list may be full, or it is slow: fewer ports are better than none.
                if (i == 0) {
                    throw e;
                }
            }
        }
        renewAt = grants.stream()
                .flatMap(grant -> grant.lease().stream())
                .map(lease -> clock.instant().plus(max(lease.dividedBy(2), SHORTEST_WAIT)))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        attempts.put(client.protocol(), MappingAttempt.mapped(client.protocol(), gateway, requests, grants));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Asks again for everything at the next step. */
    void askAgain() {
        lookAt = Instant.MIN;
        if (holder.isEmpty()) {
            return;
        }
        renewAt = Instant.MIN;
    }

    /** Removes what the gateway holds or may hold; where that fails, its lease ends it. */
    void release(Deadline deadline) throws InterruptedException {
        if (holder.isPresent()) {
            for (MappingRequest request : requests.subList(0, tried)) {
                try {
                    holder.orElseThrow().unmap(request, deadline);
                } catch (RouterException e) {
                    System.getLogger(GatewaySession.class.getName())
                            .log(
                                    System.Logger.Level.DEBUG,
                                    "a mapping stays until its lease ends: {0}",
                                    e.getMessage());
                }
            }
            holder = Optional.empty();
        }
    }
}
