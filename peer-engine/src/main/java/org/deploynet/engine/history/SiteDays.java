package org.deploynet.engine.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;

/** What was shared of each site on a local day. For the thread that holds the book's lock. */
final class SiteDays {
    /** Today, and yesterday until it is kept; a clock that jumps about must not make it more. */
    private static final int DAYS = 4;

    private final LongFunction<Map<String, SiteFigures>> kept;
    private final Map<Row, SiteFigures> rows = new HashMap<>();
    private final Set<Long> known = new HashSet<>();
    private final Set<Row> unkept = new HashSet<>();

    /** One site on one day, counted from 1970. */
    record Row(long day, String site) {}

    /** @param kept what the table has of a day */
    SiteDays(LongFunction<Map<String, SiteFigures>> kept) {
        this.kept = kept;
    }

    void add(long day, String site, SiteFigures moved) {
        know(day);
        var row = new Row(day, site);
        rows.merge(row, moved, SiteFigures::plus);
        unkept.add(row);
    }

    SiteFigures of(long day, String site) {
        know(day);
        return rows.getOrDefault(new Row(day, site), SiteFigures.NONE);
    }

    private void know(long day) {
        if (known.contains(day)) {
            return;
        }
        if (known.size() >= DAYS && unkept.isEmpty()) {
            rows.clear();
            known.clear();
        }
        kept.apply(day).forEach((site, figures) -> rows.put(new Row(day, site), figures));
        known.add(day);
    }

    Map<Row, SiteFigures> takeUnkept() {
        var taken = new HashMap<Row, SiteFigures>();
        unkept.forEach(row -> taken.put(row, rows.getOrDefault(row, SiteFigures.NONE)));
        unkept.clear();
        return taken;
    }

    void stillUnkept(Set<Row> taken) {
        unkept.addAll(taken);
    }
}
