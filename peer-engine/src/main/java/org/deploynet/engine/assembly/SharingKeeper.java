package org.deploynet.engine.assembly;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.EngineEvent;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.DataUse;
import org.deploynet.control.sharing.Rule;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sharing.SharingReport.Metered;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.control.sharing.Surroundings;
import org.deploynet.control.sharing.Verdict;
import org.deploynet.engine.control.RecentEvents;
import org.deploynet.engine.history.LineBook;
import org.deploynet.engine.limits.Conditions;
import org.deploynet.engine.limits.LineMeter;
import org.deploynet.engine.limits.LookAround;
import org.deploynet.engine.limits.MeteredLine;
import org.deploynet.engine.limits.PowerSource;
import org.deploynet.engine.limits.RunningPrograms;
import org.deploynet.engine.limits.SharingPolicy;
import org.deploynet.engine.limits.Ticker;

/** Looks at what the owner's rules depend on, and lets what follows count. Safe from any thread. */
final class SharingKeeper {
    /** How often power and programs are looked at while some rule depends on them and nothing moves. */
    private static final long LOOK_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** Asking for this costs processes, so only while bytes move, a face wants to know, or it is what holds sharing back. */
    private static final Duration METERED_EVERY = Duration.ofMinutes(1);

    private static final Duration AROUND_EVERY = Duration.ofSeconds(15);
    private static final Duration NOT_TOLD_EVERY = Duration.ofMinutes(10);

    private static final int[] WARN_AT_PERCENT = {95, 80};
    private static final Set<Rule> AROUND =
            EnumSet.of(Rule.ON_VPN, Rule.ON_NETWORK, Rule.WHILE_USED, Rule.WHILE_FULL_SCREEN);

    private final Senses senses;
    private final LineBook book;
    private final LineMeter meter;
    private final RecentEvents events;
    private final Clock wall;
    private final Ticker ticker;
    private final Executor aside;
    private EngineConfig config;
    private Consumer<Allowance> target = allowance -> {};
    private SharingReport last;
    private final SlowSense<Metered> metered = new SlowSense<>(Metered.UNKNOWN, METERED_EVERY, NOT_TOLD_EVERY);
    private final SlowSense<Surroundings> around = new SlowSense<>(Surroundings.UNKNOWN, AROUND_EVERY, NOT_TOLD_EVERY);
    private long lookedAtBytes = -1;
    private Optional<LocalDate> warnedIn = Optional.empty();
    private int warnedPercent;

    /** What tells about this machine. */
    record Senses(PowerSource power, MeteredLine line, RunningPrograms programs, LookAround around) {
        static Senses ofThisMachine() {
            return new Senses(
                    PowerSource.ofThisMachine(),
                    MeteredLine.ofThisMachine(),
                    RunningPrograms.ofThisMachine(),
                    LookAround.ofThisMachine());
        }
    }

    /**
     * @param wall the owner's clock, in his zone
     * @param aside carries out what may take a moment
     */
    SharingKeeper(
            Senses senses,
            LineBook book,
            LineMeter meter,
            RecentEvents events,
            Clock wall,
            Ticker ticker,
            Executor aside,
            EngineConfig config) {
        this.senses = senses;
        this.book = book;
        this.meter = meter;
        this.events = events;
        this.wall = wall;
        this.ticker = ticker;
        this.aside = aside;
        this.config = config;
        this.last = judged();
        knowWithoutWarning(last.rules().dataCap(), last.data());
    }

    /** {@code target} is told what is allowed, at once and whenever it changes. */
    synchronized void tell(Consumer<Allowance> target) {
        this.target = target;
        target.accept(last.now());
    }

    synchronized void configure(EngineConfig next) {
        if (!LookAround.Wanted.by(next.sharing()).equals(LookAround.Wanted.by(config.sharing()))) {
            around.forget();
        }
        config = next;
        look();
    }

    /** To be called now and then: judges anew. */
    synchronized void look() {
        ask(moved() != lookedAtBytes);
        lookedAtBytes = moved();
        Allowance before = last.now();
        last = judged();
        warn(last.rules().dataCap(), last.data());
        if (!last.now().equals(before)) {
            target.accept(last.now());
        }
    }

    synchronized Allowance now() {
        return last.now();
    }

    synchronized SharingReport report() {
        ask(true);
        look();
        return last;
    }

    private SharingReport judged() {
        SharingRules rules = config.sharing();
        var now = new Conditions(
                ZonedDateTime.now(wall),
                senses.power().now(),
                rules.onMetered() == SharingLevel.FULL ? Metered.UNKNOWN : metered.latest(),
                senses.programs().among(rules.applications()),
                around.latest(),
                book.use(rules.dataCap()));
        List<Verdict> verdicts = SharingPolicy.verdicts(rules, now);
        meter.stopAt(stop(rules.dataCap(), now.data()));
        return new SharingReport(
                now.now().toInstant(),
                rules,
                SharingPolicy.allowance(
                        rules, verdicts, config.upload().fixed().orElse(UploadLimit.UNLIMITED), config.download()),
                verdicts,
                now.data(),
                now.power(),
                now.metered(),
                now.running(),
                now.around());
    }

    // The verdict comes with the next look; the meter stops with the frame that reaches it.
    private LineMeter.Stop stop(DataCap cap, DataUse use) {
        return cap.bytes()
                .map(most -> Math.min(
                        most - use.usedBytes(),
                        use.todayAllowanceBytes()
                                .map(today -> today - use.todayBytes())
                                .orElse(Long.MAX_VALUE)))
                .map(left -> book.after(Math.max(0, left), cap))
                .orElse(LineMeter.Stop.NEVER);
    }

    private long moved() {
        return meter.up() + meter.down();
    }

    // The answer counts with a look of its own: a start does not wait for it.
    private void ask(boolean wanted) {
        long now = ticker.nanos();
        SharingRules rules = config.sharing();
        boolean meteredMatters = wanted || saysSomething(EnumSet.of(Rule.ON_METERED));
        if (rules.onMetered() != SharingLevel.FULL && meteredMatters && metered.isDue(now)) {
            aside.execute(() -> heard(metered, senses.line().now()));
        }
        var around = LookAround.Wanted.by(rules);
        if (around.isAnything() && (wanted || saysSomething(AROUND)) && this.around.isDue(now)) {
            aside.execute(() -> heard(this.around, senses.around().now(around)));
        }
    }

    private boolean saysSomething(Set<Rule> rules) {
        return last.verdicts().stream().map(Verdict::rule).anyMatch(rules::contains);
    }

    private synchronized <T> void heard(SlowSense<T> sense, T said) {
        if (sense.heard(said)) {
            look();
        }
    }

    // An engine that starts anew in the same month would say again what was said.
    private void knowWithoutWarning(DataCap cap, DataUse use) {
        warnedIn = Optional.of(use.from());
        warnedPercent = IntStream.of(WARN_AT_PERCENT)
                .filter(percent -> isReached(percent, cap, use))
                .findFirst()
                .orElse(0);
    }

    private static boolean isReached(int percent, DataCap cap, DataUse use) {
        return cap.bytes()
                .map(most -> use.usedBytes() * 100.0 / most >= percent)
                .orElse(false);
    }

    private void warn(DataCap cap, DataUse use) {
        if (cap.bytes().isEmpty() || !warnedIn.equals(Optional.of(use.from()))) {
            warnedPercent = 0;
            warnedIn = Optional.of(use.from());
        }
        for (int percent : WARN_AT_PERCENT) {
            if (warnedPercent < percent && isReached(percent, cap, use)) {
                warnedPercent = percent;
                events.add(new EngineEvent.DataCapNear(wall.instant(), percent));
            }
        }
    }

    /** How long until something may have changed; no time at all is needed where no rule depends on any. */
    synchronized long nanosUntilDue() {
        SharingRules rules = config.sharing();
        boolean senses = rules.onBattery() != SharingLevel.FULL
                || rules.onMetered() != SharingLevel.FULL
                || LookAround.Wanted.by(rules).isAnything()
                || !rules.applications().isEmpty();
        long byClock = last.verdicts().stream()
                .flatMap(verdict -> verdict.until().stream())
                .min(Instant::compareTo)
                .map(until -> Duration.between(wall.instant(), until))
                .map(left -> left.isNegative() ? 0L : left.toNanos())
                .orElse(Long.MAX_VALUE);
        return Math.min(byClock, senses ? LOOK_NANOS : Long.MAX_VALUE);
    }
}
