package org.deploynet.engine.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.deploynet.engine.storage.Session;
import org.deploynet.engine.storage.StateStore;

/** What moved, in {@code state.db}: one transaction for all that changed since the last. Safe from any thread. */
final class HistoryTable {
    private static final String UP = "shared/total";
    private static final String DOWN = "fetched/total";
    private static final String PIECES = "pieces/total";
    private static final String MEASURED = "earned/seen";
    private static final String CONFIRMED = "confirmed/seen";
    private static final String SITE_MEASURED = "earned/site/";
    private static final String SITE_UP = "shared/site/";
    private static final String SITE_LAST = "served/site/";
    private static final int DAYS = 40;

    private final StateStore state;

    HistoryTable(StateStore state) {
        this.state = state;
    }

    /** All that is written at once; rows and totals replace what is there. */
    record Change(
            Figures totals,
            Map<String, SiteFigures> sitesSeen,
            Map<String, SiteTotal> siteTotals,
            List<Steps.Change> steps,
            Map<SiteDays.Row, SiteFigures> siteDays) {}

    /** Bytes and pieces since ever, microcredits as far as they are in the history. */
    Figures totals() {
        return new Figures(
                state.counter(UP),
                state.counter(DOWN),
                state.counter(PIECES),
                state.counter(MEASURED),
                state.counter(CONFIRMED));
    }

    /** Whether microcredits were ever kept here. */
    boolean hasBegun() {
        return !state.counters(CONFIRMED).isEmpty();
    }

    /** Microcredits of each site, as far as they are in the history. */
    Map<String, SiteFigures> sitesSeen() {
        var seen = new HashMap<String, SiteFigures>();
        state.counters(SITE_MEASURED)
                .forEach((name, measured) ->
                        seen.put(name.substring(SITE_MEASURED.length()), new SiteFigures(0, measured)));
        return seen;
    }

    /** Of the sites that anything was ever sent of; what was sent before this was counted is as far in it as its days are kept. */
    Map<String, SiteTotal> siteTotals() {
        var totals = new HashMap<String, SiteTotal>();
        state.read(session -> session.all(
                "select site, sum(up), max(day) from site_day where up>0 group by site",
                row -> totals.put(
                        row.text(1), new SiteTotal(row.number(2), row.number(3) * TimeUnit.DAYS.toSeconds(1)))));
        Map<String, Long> last = state.counters(SITE_LAST);
        state.counters(SITE_UP).forEach((name, up) -> {
            String site = name.substring(SITE_UP.length());
            totals.put(site, new SiteTotal(up, last.getOrDefault(SITE_LAST + site, 0L)));
        });
        return totals;
    }

    /** What was sent of each site on the days from {@code first} to {@code last}, counted from 1970. */
    Map<String, Long> sent(long first, long last) {
        var sums = new HashMap<String, Long>();
        state.read(session -> session.all(
                "select site, sum(up) from site_day where day between ? and ? group by site",
                row -> sums.put(row.text(1), row.number(2)),
                first,
                last));
        return sums;
    }

    Map<Long, Figures> steps(int seconds) {
        var rows = new TreeMap<Long, Figures>();
        state.read(session -> session.all(
                "select at, up, down, pieces, measured, confirmed from moved where step=?",
                row -> rows.put(
                        row.number(1),
                        new Figures(row.number(2), row.number(3), row.number(4), row.number(5), row.number(6))),
                seconds));
        return rows;
    }

    Map<String, SiteFigures> sites(long day) {
        var rows = new HashMap<String, SiteFigures>();
        state.read(session -> session.all(
                "select site, up, measured from site_day where day=?",
                row -> rows.put(row.text(1), new SiteFigures(row.number(2), row.number(3))),
                day));
        return rows;
    }

    void write(Change change) {
        state.write(session -> {
            set(session, UP, change.totals().up());
            set(session, DOWN, change.totals().down());
            set(session, PIECES, change.totals().pieces());
            set(session, MEASURED, change.totals().measured());
            set(session, CONFIRMED, change.totals().confirmed());
            change.sitesSeen().forEach((site, seen) -> set(session, SITE_MEASURED + site, seen.measured()));
            change.siteTotals().forEach((site, total) -> {
                set(session, SITE_UP + site, total.up());
                set(session, SITE_LAST + site, total.lastSecond());
            });
            change.steps().forEach(steps -> write(session, steps));
            change.siteDays().forEach((row, figures) -> write(session, row, figures));
            return true;
        });
    }

    private static void set(Session session, String name, long value) {
        session.run("insert or replace into counter values(?,?)", name, value);
    }

    private static void write(Session session, Steps.Change steps) {
        steps.rows()
                .forEach((at, moved) -> session.run(
                        "insert or replace into moved values(?,?,?,?,?,?,?)",
                        steps.seconds(),
                        at,
                        moved.up(),
                        moved.down(),
                        moved.pieces(),
                        moved.measured(),
                        moved.confirmed()));
        session.run("delete from moved where step=? and at<?", steps.seconds(), steps.oldest());
    }

    // Old days are dropped by their number, not their age: see Steps.
    private static void write(Session session, SiteDays.Row row, SiteFigures figures) {
        int before = session.run("delete from site_day where day=? and site=?", row.day(), row.site());
        session.run("insert into site_day values(?,?,?,?)", row.day(), row.site(), figures.up(), figures.measured());
        boolean isNew = before == 0;
        if (isNew) {
            session.run(
                    "delete from site_day where day not in (select distinct day from site_day order by day desc limit ?)",
                    DAYS);
        }
    }
}
