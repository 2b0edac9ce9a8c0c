package org.deploynet.engine.serve;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.deploynet.engine.limits.RateMeter;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.protocol.key.KeyId;

/** What was served since the engine started. Safe from any thread. */
final class ServeCounters {
    final LongAdder payloadBytes = new LongAdder();
    final LongAdder wireBytes = new LongAdder();
    final LongAdder pieces = new LongAdder();
    final LongAdder receiptedBytes = new LongAdder();
    final LongAdder refusedWants = new LongAdder();
    final LongAdder links = new LongAdder();
    final RateMeter wireRate;
    final RateMeter payloadRate;
    private final Map<KeyId, LongAdder> bySite = new ConcurrentHashMap<>();

    ServeCounters(Ticker ticker) {
        this.wireRate = new RateMeter(ticker);
        this.payloadRate = new RateMeter(ticker);
    }

    void sent(int payload, int wire) {
        payloadBytes.add(payload);
        wireBytes.add(wire);
        wireRate.add(wire);
        payloadRate.add(payload);
    }

    /** Payload sent of one site; there are as many as the network assigned in this run. */
    LongAdder ofSite(KeyId site) {
        return bySite.computeIfAbsent(site, key -> new LongAdder());
    }

    Map<KeyId, Long> payloadBySite() {
        return bySite.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().sum()));
    }

    ServeMeters meters(int linksNow) {
        return new ServeMeters(
                payloadBytes.sum(),
                wireBytes.sum(),
                wireRate.bytesPerSecond(),
                payloadRate.bytesPerSecond(),
                pieces.sum(),
                receiptedBytes.sum(),
                refusedWants.sum(),
                links.sum(),
                linksNow);
    }
}
