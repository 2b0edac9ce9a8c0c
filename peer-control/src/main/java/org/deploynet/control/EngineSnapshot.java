package org.deploynet.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.deploynet.control.identity.Identity;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.reputation.Reputation;
import org.deploynet.control.sharing.Allowance;

/**
 * Everything a screen can show of a super-peer, at one instant. Bytes, bytes a second, microcredits (10^6 are one credit).
 * {@code transfer} is what browsers got, {@code fetched} what origins sent; {@code upload} is what the owner
 * chose, {@code automatic} what that limit is while he chose none of his own, {@code allowance} what his rules make of it now;
 * {@code identity} is absent in safe mode, {@code reputation}, the network's word on it, until it has given it in this run. Immutable.
 */
public record EngineSnapshot(
        Instant at,
        Engine engine,
        Condition condition,
        Transfer transfer,
        Transfer fetched,
        Browsers browsers,
        Credits credits,
        Nat nat,
        Cache cache,
        Signaling signaling,
        UploadChoice upload,
        Optional<Automatic> automatic,
        Allowance allowance,
        Filling filling,
        List<Site> sites,
        List<EngineEvent> events,
        Optional<Identity> identity,
        Optional<Reputation> reputation) {
    public EngineSnapshot {
        sites = List.copyOf(sites);
        events = List.copyOf(events);
    }

    /** Without a word about the identity, nor the network's about it. */
    public EngineSnapshot(
            Instant at,
            Engine engine,
            Condition condition,
            Transfer transfer,
            Transfer fetched,
            Browsers browsers,
            Credits credits,
            Nat nat,
            Cache cache,
            Signaling signaling,
            UploadChoice upload,
            Optional<Automatic> automatic,
            Allowance allowance,
            Filling filling,
            List<Site> sites,
            List<EngineEvent> events) {
        this(
                at,
                engine,
                condition,
                transfer,
                fetched,
                browsers,
                credits,
                nat,
                cache,
                signaling,
                upload,
                automatic,
                allowance,
                filling,
                sites,
                events,
                Optional.empty(),
                Optional.empty());
    }

    /** The same with this identity. */
    public EngineSnapshot withIdentity(Identity who) {
        return with(Optional.of(who), reputation);
    }

    /** The same with the network's word. */
    public EngineSnapshot reputed(Reputation word) {
        return with(identity, Optional.of(word));
    }

    private EngineSnapshot with(Optional<Identity> who, Optional<Reputation> word) {
        return new EngineSnapshot(
                at, engine, condition, transfer, fetched, browsers, credits, nat, cache, signaling, upload, automatic,
                allowance, filling, sites, events, who, word);
    }

    /** Whether {@code other} says the same, but for its time and what the engine's own process has used. */
    public boolean saysTheSameAs(EngineSnapshot other) {
        return equals(new EngineSnapshot(
                at,
                engine,
                other.condition,
                other.transfer,
                other.fetched,
                other.browsers,
                other.credits,
                other.nat,
                other.cache,
                other.signaling,
                other.upload,
                other.automatic,
                other.allowance,
                other.filling,
                other.sites,
                other.events,
                other.identity,
                other.reputation));
    }

    /**
     * {@code until} is when a timed pause ends, the network is tried again, or files may be fetched again; {@code detail} says in words what the reason is about, and is safe to show.
     */
    public record Condition(
            EngineState state, Reason reason, Instant since, Optional<Instant> until, Optional<String> detail) {
        /** With nothing to add. */
        public Condition(EngineState state, Reason reason, Instant since, Optional<Instant> until) {
            this(state, reason, since, until, Optional.empty());
        }

        /** Whether it is for the owner to resume what was paused, drained, or left in safe mode. */
        public boolean isForResume() {
            return reason == Reason.PAUSED_BY_OWNER || reason == Reason.DRAINING || reason.isSafeMode();
        }
    }

    /** The owner's usual upload limit: his own, or what the automatic one is now. */
    public UploadLimit usualUpload() {
        return upload.fixed().or(() -> automatic.map(Automatic::limit)).orElse(UploadLimit.UNLIMITED);
    }

    /**
     * The automatic upload limit. {@code limit} counts now; {@code measuredBytesPerSecond} is what the line was found to carry,
     * once it was. {@code steppedAsideToday} counts since local midnight how often others needed the line, {@code stepsAside}
     * whether they do now.
     */
    public record Automatic(
            UploadLimit limit, Optional<Long> measuredBytesPerSecond, int steppedAsideToday, boolean stepsAside) {}

    /** Browsers connected now, and the most at once. */
    public record Browsers(int connected, int atMost) {}

    /**
     * Microcredits: {@code today} and {@code unsettled} by the receipts held here, {@code confirmedToday} what the network
     * posted today, some of it earned earlier, {@code refused} what it will not pay; {@code pending} and {@code available} are the network's ledger, absent until it has said so in this run.
     * {@code receiptedBytes} have receipts that are forced to disk, {@code settledBytes} of them the network has posted.
     * {@code sharesAddress} is true while nothing is earned because another super-peer of the same address was there first.
     */
    public record Credits(
            long today,
            long confirmedToday,
            long unsettled,
            long refused,
            Optional<Long> pending,
            Optional<Long> available,
            long receiptedBytes,
            long settledBytes,
            boolean sharesAddress) {
        /** Of a super-peer that is paid. */
        public Credits(
                long today,
                long confirmedToday,
                long unsettled,
                long refused,
                Optional<Long> pending,
                Optional<Long> available,
                long receiptedBytes,
                long settledBytes) {
            this(today, confirmedToday, unsettled, refused, pending, available, receiptedBytes, settledBytes, false);
        }

        /** The same of one that earns no more for now. */
        public Credits whileAnotherIsPaid() {
            return new Credits(
                    today, confirmedToday, unsettled, refused, pending, available, receiptedBytes, settledBytes, true);
        }
    }

    /** How reachable this machine is by UDP; {@code testedAt} is when it was last tested, absent before that. */
    public record Nat(NatClass type, Optional<Instant> testedAt) {
        /** Not tested yet, or of a test whose time does not matter. */
        public Nat(NatClass type) {
            this(type, Optional.empty());
        }
    }

    /**
     * The disk cache. {@code hits} and {@code misses} count wanted pieces; {@code rejected} counts pieces whose bytes on
     * disk no longer verified and were not sent, {@code rejectedFromOrigins} answers of origins that were not what a manifest
     * names and were not kept. Counts run since the start.
     */
    public record Cache(
            long bytes,
            long quotaBytes,
            long freeFloorBytes,
            long hits,
            long misses,
            long rejected,
            long rejectedFromOrigins) {}

    /** The connection to the network; {@code why} says what is wrong, {@code network} is the pinned key's id. */
    public record Signaling(
            Link link,
            Optional<String> address,
            Optional<String> network,
            Optional<String> why,
            Optional<Instant> retryAt) {
        /** Whether the connection stands. */
        public enum Link {
            NOT_CONFIGURED,
            CONNECTING,
            CONNECTED,
            WAITING,
            REFUSED
        }
    }

    /** The owner's rules for what comes from origins. */
    public record Filling(DownloadLimit limit, FillHours hours) {}

    /**
     * A site kept here. {@code wantedBytes} is what the assigned part of its manifest has; {@code todayBytes} and
     * {@code todayMicrocredits} are what was shared of it and measured by receipts since local midnight.
     */
    public record Site(
            String site,
            String origin,
            long sequence,
            int files,
            long keptBytes,
            long wantedBytes,
            long price,
            Optional<String> problem,
            long todayBytes,
            long todayMicrocredits) {}

    /** The engine's own process. {@code cpuSeconds} since its start; heap in bytes. */
    public record Engine(
            String version, String owner, long pid, Instant startedAt, double cpuSeconds, long heapBytes) {}
}
