package org.deploynet.engine.serve;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.deploynet.engine.limits.Ticker;

/** A wall clock that goes as a ticker does. */
final class TickerClock extends Clock {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final Ticker ticker;

    TickerClock(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public Instant instant() {
        return START.plusNanos(ticker.nanos());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
