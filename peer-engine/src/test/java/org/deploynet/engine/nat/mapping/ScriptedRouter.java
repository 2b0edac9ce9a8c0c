package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.deploynet.control.nat.MappingProtocol;

/** A router that says in one protocol what a test wants, at once. Safe from any thread. */
final class ScriptedRouter implements RouterClient {
    static final InetAddress EXTERNAL = InetAddress.ofLiteral("8.8.8.2");

    private final MappingProtocol protocol;
    final List<MappingRequest> mapped = Collections.synchronizedList(new ArrayList<>());
    final List<MappingRequest> unmapped = Collections.synchronizedList(new ArrayList<>());
    volatile Optional<RouterException> onProbe = Optional.empty();
    volatile Optional<RouterException> onMap = Optional.empty();
    volatile boolean remembers = true;
    /** So many local ports; after that its list is full. */
    volatile int takes = 1_000;

    final AtomicInteger probes = new AtomicInteger();
    volatile RouterName name = RouterName.NONE;
    volatile Grant grant = new Grant(50_000, Optional.of(EXTERNAL), Optional.of(Duration.ofHours(1)));

    ScriptedRouter(MappingProtocol protocol) {
        this.protocol = protocol;
    }

    @Override
    public MappingProtocol protocol() {
        return protocol;
    }

    @Override
    public RouterName name() {
        return name;
    }

    @Override
    public Optional<InetAddress> probe(Deadline deadline) throws RouterException {
        probes.incrementAndGet();
        failBy(onProbe);
        return Optional.empty();
    }

    @Override
    public Grant map(MappingRequest request, Deadline deadline) throws RouterException {
        mapped.add(request);
        failBy(onMap);
        if (mapped.stream().map(MappingRequest::internalPort).distinct().count() > takes) {
            throw RouterException.refused(8, "no more ports");
        }
        remembers = true;
        return grant;
    }

    @Override
    public boolean remembers(MappingRequest request, Deadline deadline) throws RouterException {
        failBy(onProbe);
        return remembers;
    }

    @Override
    public void unmap(MappingRequest request, Deadline deadline) {
        unmapped.add(request);
    }

    private static void failBy(Optional<RouterException> why) throws RouterException {
        if (why.isPresent()) {
            throw why.orElseThrow();
        }
    }
}
