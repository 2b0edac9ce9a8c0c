package org.deploynet.signaling.reports;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.api.BooksReport;
import org.deploynet.signaling.api.CapsReport;
import org.deploynet.signaling.api.RegionSum;
import org.deploynet.signaling.api.SiteDay;
import org.deploynet.signaling.api.SiteReport;
import org.deploynet.signaling.api.SiteStatus;
import org.deploynet.signaling.guard.Alarms;
import org.deploynet.signaling.guard.OwnCaps;
import org.deploynet.signaling.ledger.Budgets;
import org.deploynet.signaling.regions.RegionDays;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.storage.Sql;

/** What publishers and the operator are shown, read from the database when somebody asks. Safe from any thread; blocks. */
public final class Reports {
    private final Database database;
    private final Refusals refusals;
    private final Alarms alarms;
    private final Budgets budgets;
    private final OwnCaps caps;
    private final boolean countriesKnown;
    private final Clock clock;

    /** @param countriesKnown whether the operator has a file that says where visitors are */
    public Reports(
            Database database,
            Refusals refusals,
            Alarms alarms,
            Budgets budgets,
            OwnCaps caps,
            boolean countriesKnown,
            Clock clock) {
        this.database = database;
        this.refusals = refusals;
        this.alarms = alarms;
        this.budgets = budgets;
        this.caps = caps;
        this.countriesKnown = countriesKnown;
        this.clock = clock;
    }

    public SiteReport of(SiteStatus status) {
        KeyId site = status.site();
        List<SiteDay> days =
                database.call(connection -> SiteDays.of(connection, site, clock.millis(), SiteReport.DAYS));
        return new SiteReport(status, days, refusals.of(site), alarms.of(site), caps(site), regions(site));
    }

    private Optional<List<RegionSum>> regions(KeyId site) {
        return countriesKnown
                ? Optional.of(
                        database.call(connection -> RegionDays.of(connection, site, clock.millis(), SiteReport.DAYS)))
                : Optional.empty();
    }

    /** What {@code site} pays for at most, and what it has paid today. */
    public CapsReport caps(KeyId site) {
        return new CapsReport(
                caps.own(site),
                caps.network(),
                budgets.spentToday(site),
                budgets.of(site).reserved());
    }

    public BooksReport books() {
        return database.call(Reports::books);
    }

    private static BooksReport books(Connection connection) throws SQLException {
        List<BooksReport.Kind> kinds = Sql.all(
                connection,
                "SELECT CASE instr(name, '/') WHEN 0 THEN name ELSE substr(name, 1, instr(name, '/') - 1) END AS kind,"
                        + " count(*), sum(balance) FROM account GROUP BY kind ORDER BY kind",
                row -> new BooksReport.Kind(row.getString(1), row.getLong(2), row.getLong(3)));
        List<BooksReport.Flow> flows = Sql.all(
                connection,
                "SELECT site, peer, count(*), sum(amount) FROM maturing GROUP BY site, peer ORDER BY 4 DESC, 1, 2 LIMIT "
                        + BooksReport.MAX_FLOWS,
                row -> new BooksReport.Flow(
                        new KeyId(row.getString(1)), new KeyId(row.getString(2)), row.getLong(3), row.getLong(4)));
        long sum = kinds.stream().mapToLong(BooksReport.Kind::microcredits).sum();
        return new BooksReport(kinds, sum, Sql.number(connection, "SELECT max(sequence) FROM entry"), flows);
    }
}
