package org.deploynet.engine.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.EngineEvent;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.AlternativeLimits;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.Rule;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingReport.Metered;
import org.deploynet.control.sharing.SharingReport.Power;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.control.sharing.Surroundings;
import org.deploynet.control.sharing.Surroundings.Told;
import org.deploynet.control.sharing.Verdict;
import org.deploynet.control.sharing.WeekPlan;
import org.deploynet.engine.control.RecentEvents;
import org.deploynet.engine.history.LineBook;
import org.deploynet.engine.limits.LineMeter;
import org.deploynet.engine.limits.LookAround;
import org.deploynet.engine.limits.ManualClock;
import org.deploynet.engine.limits.ManualTicker;
import org.deploynet.engine.limits.RunningPrograms;
import org.deploynet.engine.limits.UploadBudget;
import org.deploynet.engine.storage.NioDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharingKeeperTest {
    @TempDir
    private Path folder;

    private final ManualTicker ticker = new ManualTicker();
    private final ManualClock wall = new ManualClock();
    private final RecentEvents events = new RecentEvents();
    private final LineMeter line = new LineMeter();
    private final UploadBudget upload = new UploadBudget(UploadBudget.UNLIMITED, ticker, line);
    private final AtomicInteger asked = new AtomicInteger();
    private final List<Allowance> told = new ArrayList<>();
    private final List<LookAround.Wanted> looked = new ArrayList<>();
    private Surroundings around = Surroundings.UNKNOWN;
    private Power power = Power.MAINS;
    private Metered metered = Metered.NO;
    private Set<String> running = Set.of();
    private EngineConfig config = EngineConfig.DEFAULTS;
    private LineBook book;
    private SharingKeeper keeper;

    @BeforeEach
    void start() throws IOException {
        wall.set(Instant.parse("2026-11-26T12:00:00Z"));
        book = LineBook.open(folder.resolve("line.log"), new NioDisk(), line, wall)
                .book();
        keeper = keeper();
        keeper.tell(told::add);
        keeper.look();
    }

    private SharingKeeper keeper() {
        var senses = new SharingKeeper.Senses(
                () -> power,
                () -> {
                    asked.incrementAndGet();
                    return metered;
                },
                RunningPrograms.of(() -> running),
                wanted -> {
                    looked.add(wanted);
                    return around;
                });
        return new SharingKeeper(senses, book, line, events, wall, ticker, Runnable::run, config);
    }

    @AfterEach
    void stop() {
        book.close();
    }

    private void change(RulesChange change) {
        config = config.withSharing(change.on(config.sharing()));
        keeper.configure(config);
    }

    private SharingLevel level() {
        return told.getLast().level();
    }

    @Test
    void pausesOnBatteryAndGoesOnOnMains() {
        assertEquals(SharingLevel.FULL, level());
        power = Power.BATTERY;
        keeper.look();
        assertEquals(SharingLevel.PAUSED, level());
        assertEquals(Rule.ON_BATTERY, told.getLast().because().orElseThrow().rule());
        change(RulesChange.NOTHING.with(SharingRules.ON_BATTERY, SharingLevel.LIMITED));
        assertEquals(new UploadLimit(500_000), told.getLast().upload());
        power = Power.MAINS;
        keeper.look();
        assertEquals(UploadLimit.UNLIMITED, told.getLast().upload());
    }

    @Test
    void whatCannotBeToldForbidsNothing() {
        power = Power.UNKNOWN;
        metered = Metered.UNKNOWN;
        ticker.advance(Duration.ofMinutes(2));
        move();
        assertEquals(SharingLevel.FULL, level());
        int questions = asked.get();
        ticker.advance(Duration.ofMinutes(9));
        move();
        assertEquals(questions, asked.get(), "nothing tells it, so it is asked seldom");
        ticker.advance(Duration.ofMinutes(1));
        move();
        assertEquals(questions + 1, asked.get());
    }

    @Test
    void asksAtMostOnceAMinuteWhetherTheLineIsMetered() {
        int first = asked.get();
        for (int second = 0; second < 59; second++) {
            ticker.advance(Duration.ofSeconds(1));
            move();
        }
        assertEquals(first, asked.get());
        metered = Metered.YES;
        ticker.advance(Duration.ofSeconds(1));
        move();
        assertEquals(first + 1, asked.get());
        assertEquals(SharingLevel.PAUSED, level());
        change(RulesChange.NOTHING.with(SharingRules.ON_METERED, SharingLevel.FULL));
        ticker.advance(Duration.ofHours(1));
        move();
        assertEquals(first + 1, asked.get(), "nobody wants to know");
        assertEquals(SharingLevel.FULL, level());
    }

    private void move() {
        assertTrue(upload.tryTake(1));
        keeper.look();
    }

    @Test
    void asksOnlyWhileSomethingMovesOrAFaceWantsToKnow() {
        int first = asked.get();
        ticker.advance(Duration.ofHours(1));
        keeper.look();
        assertEquals(first, asked.get());
        assertEquals(Metered.NO, keeper.report().metered());
        assertEquals(first + 1, asked.get());
        ticker.advance(Duration.ofHours(1));
        move();
        assertEquals(first + 2, asked.get());
    }

    @Test
    void comesBackFromAMeteredLineByItself() {
        metered = Metered.YES;
        ticker.advance(Duration.ofMinutes(1));
        move();
        assertEquals(SharingLevel.PAUSED, level());
        metered = Metered.NO;
        ticker.advance(Duration.ofMinutes(1));
        keeper.look();
        assertEquals(SharingLevel.FULL, level(), "nothing moves while it is paused, and nobody looks");
    }

    @Test
    void pausesWhileSomebodyUsesTheComputerAndGoesOnAfterwards() {
        move();
        assertEquals(List.of(), looked, "no rule depends on it");
        change(RulesChange.NOTHING.with(SharingRules.WHILE_USED, SharingLevel.PAUSED));
        around = new Surroundings(Told.YES, Told.NO, Told.NO, Optional.empty());
        assertEquals(SharingLevel.FULL, level());
        move();
        assertEquals(SharingLevel.PAUSED, level());
        assertEquals(Rule.WHILE_USED, told.getLast().because().orElseThrow().rule());
        assertEquals(List.of(new LookAround.Wanted(true, false, false)), looked);
        assertEquals(Duration.ofMinutes(1).toNanos(), keeper.nanosUntilDue());
        around = new Surroundings(Told.NO, Told.NO, Told.NO, Optional.empty());
        ticker.advance(Duration.ofMinutes(1));
        keeper.look();
        assertEquals(SharingLevel.FULL, level());
        ticker.advance(Duration.ofHours(1));
        keeper.look();
        assertEquals(2, looked.size(), "nothing moves and nothing is held back");
    }

    @Test
    void namesTheNetworkThatHoldsSharingBack() {
        change(RulesChange.NOTHING.with(SharingRules.NETWORKS, List.of("Office")));
        around = new Surroundings(Told.UNKNOWN, Told.UNKNOWN, Told.NO, Optional.of(List.of("Wired", "office")));
        move();
        assertEquals(Rule.ON_NETWORK, told.getLast().because().orElseThrow().rule());
        assertEquals(Optional.of("Office"), told.getLast().because().flatMap(Verdict::detail));
        assertEquals(around, keeper.report().around());
    }

    @Test
    void pausesWhileAListedProgramRunsUnderAnyOfItsNames() {
        change(RulesChange.NOTHING.with(SharingRules.APPLICATIONS, List.of("Game.exe", "editor")));
        running = Set.of("game", "other");
        keeper.look();
        assertEquals(SharingLevel.PAUSED, level());
        assertEquals(Optional.of("Game.exe"), told.getLast().because().flatMap(Verdict::detail));
        running = Set.of("other");
        keeper.look();
        assertEquals(SharingLevel.FULL, level());
    }

    @Test
    void knowsWhenItHasToLookAgain() {
        change(RulesChange.NOTHING
                .with(SharingRules.ON_BATTERY, SharingLevel.FULL)
                .with(SharingRules.ON_METERED, SharingLevel.FULL)
                .with(SharingRules.WEEK, WeekPlan.ALWAYS_FULL.with(DayOfWeek.THURSDAY, 25, 26, SharingLevel.PAUSED)));
        assertEquals(Duration.ofMinutes(30).toNanos(), keeper.nanosUntilDue());
        wall.advance(Duration.ofMinutes(30));
        keeper.look();
        assertEquals(SharingLevel.PAUSED, level());
        change(RulesChange.NOTHING.with(SharingRules.WEEK, WeekPlan.ALWAYS_FULL));
        assertEquals(SharingLevel.FULL, level());
        assertEquals(Long.MAX_VALUE, keeper.nanosUntilDue());
    }

    @Test
    void stopsAtTheCapWarnsOnceOnTheWayAndGoesOnWithTheNextMonth() {
        change(RulesChange.NOTHING.with(
                SharingRules.DATA_CAP, new DataCap(Optional.of(1_000_000L), DataCap.Counts.BOTH, 1, false)));
        int taken = 0;
        while (upload.tryTake(10_000)) {
            taken++;
            keeper.look();
        }
        assertEquals(100, taken);
        keeper.look();
        assertEquals(Rule.DATA_CAP, told.getLast().because().orElseThrow().rule());
        assertEquals(
                List.of(80, 95),
                events.list().stream()
                        .map(event -> ((EngineEvent.DataCapNear) event).percent())
                        .sorted()
                        .toList());
        keeper().look();
        assertEquals(2, events.list().size(), "an engine that starts again does not say it again");
        wall.set(Instant.parse("2026-12-01T00:00:00Z"));
        keeper.look();
        assertEquals(SharingLevel.FULL, level());
        assertTrue(upload.tryTake(10_000));
        wall.set(Instant.parse("2026-11-30T23:59:00Z"));
        keeper.look();
        assertEquals(SharingLevel.PAUSED, level(), "a clock set back finds the old month as it was");
    }

    @Test
    void sharesTheMonthOutOverItsDays() {
        change(RulesChange.NOTHING.with(
                SharingRules.DATA_CAP, new DataCap(Optional.of(5_000_000L), DataCap.Counts.UP, 1, true)));
        // Five days are left of November.
        int taken = 0;
        while (upload.tryTake(10_000)) {
            taken++;
        }
        assertEquals(100, taken);
        keeper.look();
        Verdict pace = told.getLast().because().orElseThrow();
        assertEquals(Rule.DATA_PACE, pace.rule());
        assertEquals(Optional.of(Instant.parse("2026-11-27T00:00:00Z")), pace.until());
        wall.set(Instant.parse("2026-11-27T00:00:00Z"));
        keeper.look();
        assertEquals(SharingLevel.FULL, level());
        assertTrue(upload.tryTake(10_000));
    }

    @Test
    void limitsAtOnceWhenTheOwnerSwitchesTheAlternativeOn() {
        change(RulesChange.NOTHING.with(
                SharingRules.ALTERNATIVE,
                new AlternativeLimits(
                        true,
                        new UploadLimit(1_000),
                        SharingRules.ALTERNATIVE.defaultValue().download())));
        assertEquals(new UploadLimit(1_000), told.getLast().upload());
        assertEquals(Rule.ALTERNATIVE, told.getLast().because().orElseThrow().rule());
        assertEquals(told.getLast(), keeper.report().now());
    }
}
