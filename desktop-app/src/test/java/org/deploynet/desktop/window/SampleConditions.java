package org.deploynet.desktop.window;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EngineEvent;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EngineSnapshot.Signaling.Link;
import org.deploynet.control.EngineState;
import org.deploynet.control.FillHours;
import org.deploynet.control.History;
import org.deploynet.control.Reason;
import org.deploynet.control.Transfer;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.identity.Identity;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.Rule;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.Verdict;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineEnd;

/** Conditions of an engine as the window meets them, for pictures and for tests of its looks; all of one instant. */
public final class SampleConditions {
    public static final Instant NOW = Instant.parse("2026-11-21T14:05:20Z");

    private static final long MB = 1_000_000;
    private static final long GB = 1_000_000_000;

    private SampleConditions() {}

    /** Each by a name that is good for a file. */
    public static Map<String, EngineCondition> all() {
        var end = new EngineEnd(new EngineEnd.How.Killed(9), NOW.minusSeconds(2), "");
        var crash = new EngineEnd(
                new EngineEnd.How.Exited(5),
                NOW.minusSeconds(2),
                "deploynet: The cache cannot be used: cache/index.db is a folder. Choose another folder with --cache.");
        var conditions = new LinkedHashMap<String, EngineCondition>();
        conditions.put("sharing", new EngineCondition.Running(sharing()));
        conditions.put("empty", new EngineCondition.Running(empty()));
        conditions.put(
                "idle", new EngineCondition.Running(quiet(EngineState.IDLE, Reason.NO_DEMAND, Optional.empty())));
        conditions.put(
                "paused",
                new EngineCondition.Running(quiet(
                        EngineState.PAUSED, Reason.PAUSED_BY_OWNER, Optional.of(NOW.plus(Duration.ofMinutes(119))))));
        conditions.put(
                "draining", new EngineCondition.Running(quiet(EngineState.SHARING, Reason.DRAINING, Optional.empty())));
        conditions.put("paused-by-rule", new EngineCondition.Running(pausedByRule()));
        conditions.put("limited-by-rule", new EngineCondition.Running(limitedByRule()));
        conditions.put("network-away", new EngineCondition.Running(networkAway()));
        conditions.put("restarting", new EngineCondition.Restarting(end, 2, NOW.plusSeconds(5)));
        conditions.put("safe-mode", new EngineCondition.Running(safeMode()));
        conditions.put("given-up", new EngineCondition.GivenUp(crash, NOW));
        conditions.put("starting", new EngineCondition.Starting(NOW));
        return conditions;
    }

    static EngineCondition running() {
        return new EngineCondition.Running(sharing());
    }

    /** The same two seconds later. */
    static EngineCondition later() {
        return after(2);
    }

    /** The same after these events. */
    public static EngineCondition with(EngineEvent... events) {
        EngineSnapshot now = sharing();
        return new EngineCondition.Running(
                like(now, now.at(), now.upload(), now.automatic(), now.allowance(), List.of(events)));
    }

    /** The same with the automatic limit, on a line that was measured and that others use now. */
    public static EngineCondition automatic() {
        return automatic(new EngineSnapshot.Automatic(new UploadLimit(1_400_000), Optional.of(5 * MB), 3, true));
    }

    /** The same with the automatic limit of a new super-peer. */
    static EngineCondition unmeasured() {
        return automatic(new EngineSnapshot.Automatic(new UploadLimit(2 * MB), Optional.empty(), 0, false));
    }

    private static EngineCondition automatic(EngineSnapshot.Automatic automatic) {
        EngineSnapshot now = sharing();
        return new EngineCondition.Running(like(
                now,
                now.at(),
                UploadChoice.AUTOMATIC,
                Optional.of(automatic),
                Allowance.full(automatic.limit(), DownloadLimit.UNLIMITED),
                now.events()));
    }

    /** The same so many seconds later. */
    static EngineCondition after(int seconds) {
        EngineSnapshot now = sharing();
        return new EngineCondition.Running(
                like(now, NOW.plusSeconds(seconds), now.upload(), now.automatic(), now.allowance(), now.events()));
    }

    private static EngineSnapshot sharing() {
        return snapshot(
                new EngineSnapshot.Condition(EngineState.SHARING, Reason.SERVING_BROWSERS, NOW, Optional.empty()),
                new Transfer(2_140_000, 4_210 * MB, 1_283 * GB),
                12,
                connected(),
                sites());
    }

    private static EngineSnapshot quiet(EngineState state, Reason reason, Optional<Instant> until) {
        return snapshot(
                new EngineSnapshot.Condition(state, reason, NOW, until),
                new Transfer(0, 4_210 * MB, 1_283 * GB),
                0,
                connected(),
                sites());
    }

    private static EngineSnapshot pausedByRule() {
        Instant end = NOW.plus(Duration.ofMinutes(355));
        return allowed(
                quiet(EngineState.PAUSED, Reason.RULE_WEEK, Optional.of(end)),
                new Allowance(
                        SharingLevel.PAUSED,
                        Optional.of(new Verdict(Rule.WEEK, SharingLevel.PAUSED, Optional.of(end), Optional.empty())),
                        new UploadLimit(0),
                        new DownloadLimit(0)));
    }

    private static EngineSnapshot limitedByRule() {
        Instant end = NOW.plus(Duration.ofMinutes(355));
        return allowed(
                sharing(),
                new Allowance(
                        SharingLevel.LIMITED,
                        Optional.of(new Verdict(Rule.WEEK, SharingLevel.LIMITED, Optional.of(end), Optional.empty())),
                        new UploadLimit(1_250_000),
                        new DownloadLimit(2_500_000)));
    }

    private static EngineSnapshot allowed(EngineSnapshot now, Allowance allowance) {
        return like(now, now.at(), now.upload(), now.automatic(), allowance, now.events());
    }

    /** {@code now} but for what follows it. */
    private static EngineSnapshot like(
            EngineSnapshot now,
            Instant at,
            UploadChoice upload,
            Optional<EngineSnapshot.Automatic> automatic,
            Allowance allowance,
            List<EngineEvent> events) {
        return new EngineSnapshot(
                at,
                now.engine(),
                now.condition(),
                now.transfer(),
                now.fetched(),
                now.browsers(),
                now.credits(),
                now.nat(),
                now.cache(),
                now.signaling(),
                upload,
                automatic,
                allowance,
                now.filling(),
                now.sites(),
                events,
                now.identity(),
                now.reputation());
    }

    private static EngineSnapshot networkAway() {
        return snapshot(
                new EngineSnapshot.Condition(EngineState.PROBLEM, Reason.SIGNALING_UNREACHABLE, NOW, Optional.empty()),
                new Transfer(0, 4_210 * MB, 1_283 * GB),
                0,
                new EngineSnapshot.Signaling(
                        Link.WAITING,
                        Optional.of("https://signal.deploynet.example"),
                        Optional.of("net"),
                        Optional.of("connection refused"),
                        Optional.of(NOW.plusSeconds(27))),
                sites());
    }

    private static EngineSnapshot safeMode() {
        return snapshot(
                new EngineSnapshot.Condition(
                        EngineState.PROBLEM,
                        Reason.SAFE_CACHE_VANISHED,
                        NOW,
                        Optional.empty(),
                        Optional.of("/media/disk/deploynet/cache is not there")),
                new Transfer(0, 0, 0),
                0,
                connected(),
                List.of());
    }

    private static EngineSnapshot empty() {
        return snapshot(
                new EngineSnapshot.Condition(EngineState.IDLE, Reason.FILLING_CACHE, NOW, Optional.empty()),
                new Transfer(0, 0, 0),
                0,
                connected(),
                List.of(site("aa", "https://museum-archive.example", 18, 3_100_000, 7_000_000, 0)));
    }

    private static EngineSnapshot snapshot(
            EngineSnapshot.Condition condition,
            Transfer transfer,
            int browsers,
            EngineSnapshot.Signaling signaling,
            List<EngineSnapshot.Site> sites) {
        boolean first = transfer.totalBytes() == 0;
        return new EngineSnapshot(
                NOW,
                new EngineSnapshot.Engine("0.1.0", "desktop", 42, NOW.minusSeconds(90_000), 12.5, 30 * MB),
                condition,
                transfer,
                new Transfer(0, 0, 0),
                new EngineSnapshot.Browsers(browsers, 60),
                first
                        ? new EngineSnapshot.Credits(0, 0, 0, 0, Optional.empty(), Optional.empty(), 0, 0)
                        : new EngineSnapshot.Credits(
                                4_213_000,
                                3_871_000,
                                342_000,
                                0,
                                Optional.of(342_000L),
                                Optional.of(318_640_000L),
                                1,
                                1),
                new EngineSnapshot.Nat(NatClass.UNKNOWN),
                new EngineSnapshot.Cache(
                        first ? 3_100_000 : 46_100 * MB,
                        100 * GB,
                        10 * GB,
                        first ? 0 : 93_120,
                        first ? 0 : 6_900,
                        0,
                        0),
                signaling,
                UploadChoice.of(5 * MB),
                Optional.empty(),
                Allowance.full(new UploadLimit(5 * MB), DownloadLimit.UNLIMITED),
                new EngineSnapshot.Filling(DownloadLimit.UNLIMITED, FillHours.ANY_TIME),
                sites,
                List.of(),
                Optional.of(new Identity("5f".repeat(20), KeyPlace.FILE, Optional.empty(), true)),
                Optional.empty());
    }

    /** The same with the key there. */
    static EngineCondition keyIn(KeyPlace place, boolean keychainHere) {
        return new EngineCondition.Running(
                sharing().withIdentity(new Identity("5f".repeat(20), place, Optional.empty(), keychainHere)));
    }

    private static EngineSnapshot.Signaling connected() {
        return new EngineSnapshot.Signaling(
                Link.CONNECTED,
                Optional.of("https://signal.deploynet.example"),
                Optional.of("net"),
                Optional.empty(),
                Optional.empty());
    }

    private static List<EngineSnapshot.Site> sites() {
        return List.of(
                site("aa", "https://museum-archive.example", 1_204, 31 * GB, 31 * GB, 2_900 * MB),
                site("bb", "https://fonts.commons.example", 311, 4 * GB, 4_200 * MB, 810 * MB),
                site("cc", "https://opencourse.example:8443", 1, 11_100 * MB, 11_100 * MB, 500 * MB));
    }

    private static EngineSnapshot.Site site(String id, String origin, int files, long kept, long wanted, long today) {
        return new EngineSnapshot.Site(id, origin, 1, files, kept, wanted, 1_000_000, Optional.empty(), today, today);
    }

    /** A believable curve: the same at every call. */
    static History history(History.Range range) {
        var random = new Random(range.steps());
        var points = new ArrayList<History.Point>();
        double rate = 1.2 * MB;
        Instant first = NOW.minus(range.step().multipliedBy(range.steps()));
        for (int i = 0; i < range.steps(); i++) {
            rate = Math.clamp(rate + random.nextGaussian() * 0.28 * MB, 0.05 * MB, 4.2 * MB);
            long bytes = (long) (rate * range.step().toSeconds());
            points.add(new History.Point(
                    first.plus(range.step().multipliedBy(i)), bytes, 0, bytes / 16_384, bytes / 1000, 0));
        }
        return new History(range, NOW, points);
    }
}
