package org.deploynet.signaling.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.signaling.ManualClock;
import org.deploynet.signaling.api.SpendingAlarm;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmsTest {
    private static final KeyId SITE = new KeyId("a".repeat(40));
    private static final KeyId OTHER = new KeyId("b".repeat(40));
    private static final AlarmRule RULE = new AlarmRule(1_000, 4);

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();

    @SuppressWarnings("NullAway.Init")
    private Database database;

    @SuppressWarnings("NullAway.Init")
    private Alarms alarms;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(folder.resolve("network.db"));
        alarms = new Alarms(database, RULE, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aSiteOfWhichNothingIsKnownMaySpendTheFloorAndNoMore() {
        spend(SITE, 1_000);
        assertEquals(List.of(), alarms.look());
        spend(SITE, 1);
        assertEquals(List.of(alarm(SITE, 1_001, 0)), alarms.look());
    }

    @Test
    void whatIsUsualIsTheMedianOfTheHoursInWhichItPaid() {
        hours(500, 10, 10, 700, 500, 9_000);
        assertEquals(1, alarms.latest().size(), "the hour of 9,000");
        spend(SITE, 1_000 + 4 * 500);
        assertEquals(List.of(), alarms.look());
        spend(SITE, 1);
        assertEquals(List.of(alarm(SITE, 3_001, 500)), alarms.look());
    }

    @Test
    void hoursOfMoreThanAWeekAgoSayNothing() {
        hours(800, 800, 800);
        clock.advance(Duration.ofDays(7));
        spend(SITE, 1_001);
        assertEquals(List.of(alarm(SITE, 1_001, 0)), alarms.look());
    }

    @Test
    void anAlarmIsRaisedOnceAnHourAndItsFigureGrows() {
        spend(SITE, 2_000);
        assertEquals(1, alarms.look().size());
        spend(SITE, 500);
        assertEquals(List.of(), alarms.look());
        assertEquals(List.of(alarm(SITE, 2_500, 0)), alarms.of(SITE));
        assertEquals(1, alarms.recent());
    }

    @Test
    void whatComesInTheLastMinuteOfAnHourIsSeenInTheNext() {
        spend(SITE, 2_000);
        SpendingAlarm expected = alarm(SITE, 2_000, 0);
        clock.advance(Duration.ofHours(1));
        SpendingAlarm late = alarms.look().getFirst();
        assertEquals(expected.hour(), late.hour());
        assertEquals(clock.millis(), late.at());
    }

    @Test
    void eachSiteHasItsOwn() {
        spend(SITE, 900);
        spend(OTHER, 1_500);
        assertEquals(List.of(alarm(OTHER, 1_500, 0)), alarms.look());
        assertEquals(List.of(), alarms.of(SITE));
        assertEquals(alarms.of(OTHER), alarms.latest());
    }

    @Test
    void alarmsOutliveARestartAndGoAfterNinetyDays() throws Exception {
        spend(SITE, 2_000);
        alarms.look();
        close();
        open();
        assertEquals(1, alarms.latest().size());
        clock.advance(Duration.ofDays(90).plusHours(1));
        alarms.look();
        assertEquals(List.of(), alarms.latest());
        assertEquals(0, alarms.recent());
        long left = database.call(connection -> Sql.number(connection, "SELECT count(*) FROM spending"));
        assertEquals(0, left);
    }

    /** One hour after the other, looked at in each. */
    private void hours(long... spent) {
        for (long microcredits : spent) {
            spend(SITE, microcredits);
            alarms.look();
            clock.advance(Duration.ofHours(1));
        }
    }

    private void spend(KeyId site, long microcredits) {
        database.call(connection -> {
            Spending.add(connection, site, Reachability.UNKNOWN, clock.millis(), 0, microcredits);
            return 0;
        });
    }

    private SpendingAlarm alarm(KeyId site, long spent, long usual) {
        long hour = Duration.ofHours(Spending.hour(clock.millis())).toMillis();
        return new SpendingAlarm(site, "unusual-spending", hour, clock.millis(), spent, usual);
    }
}
