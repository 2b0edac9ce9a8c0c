package org.deploynet.engine.rendezvous;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The network's time: what the server last said, carried on by the monotonic clock, since the owner's wall clock may be
 * wrong or jump. Before the first welcome it is the wall clock. Safe from any thread.
 */
public final class ServerTime extends Clock {
    private final Clock wall;
    private volatile Set set = new Set(false, Instant.EPOCH, 0);

    private record Set(boolean known, Instant at, long nanos) {}

    public ServerTime(Clock wall) {
        this.wall = wall;
    }

    void set(long epochMillis) {
        set = new Set(true, Instant.ofEpochMilli(epochMillis), System.nanoTime());
    }

    /** How far the wall clock is ahead; zero while the server's time is not known. */
    public Duration wallAhead() {
        return set.known() ? Duration.between(instant(), wall.instant()) : Duration.ZERO;
    }

    @Override
    public Instant instant() {
        Set now = set;
        return now.known() ? now.at().plusNanos(System.nanoTime() - now.nanos()) : wall.instant();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
