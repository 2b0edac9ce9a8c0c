package org.deploynet.engine.serve;

import java.util.concurrent.atomic.LongAdder;
import org.deploynet.engine.limits.Ticker;

/** What was served since the engine started. Safe from any thread. */
final class ServeCounters {
    final LongAdder payloadBytes = new LongAdder();
    final LongAdder wireBytes = new LongAdder();
    final LongAdder pieces = new LongAdder();
    final LongAdder receiptedBytes = new LongAdder();
    final LongAdder refusedWants = new LongAdder();
    final LongAdder links = new LongAdder();
    final RateMeter rate;

    ServeCounters(Ticker ticker) {
        this.rate = new RateMeter(ticker);
    }

    void sent(int payload, int wire) {
        payloadBytes.add(payload);
        wireBytes.add(wire);
        rate.add(wire);
    }

    ServeMeters meters(int linksNow) {
        return new ServeMeters(
                payloadBytes.sum(),
                wireBytes.sum(),
                rate.bytesPerSecond(),
                pieces.sum(),
                receiptedBytes.sum(),
                refusedWants.sum(),
                links.sum(),
                linksNow);
    }
}
