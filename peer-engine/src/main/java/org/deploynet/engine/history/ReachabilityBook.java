package org.deploynet.engine.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.nat.NetworkReport.Past;
import org.deploynet.engine.storage.StateStore;

/**
 * Which class of NAT this machine was behind, and since when, in {@code state.db}: a row where the class changed and one a day, for 90
 * days. No address is in it. Safe from any thread.
 */
public final class ReachabilityBook {
    private static final Duration KEPT = Duration.ofDays(90);
    private static final Duration STEP = Duration.ofDays(1);
    /** Of a machine whose class changes all the time the oldest go sooner. */
    static final int MOST_ROWS = 500;

    private final StateStore state;
    private final InstantSource clock;

    private record Row(long second, NatClass natClass) {}

    public ReachabilityBook(StateStore state, InstantSource clock) {
        this.state = state;
        this.clock = clock;
    }

    /** What a test found; one that found nothing says nothing of the network either, and is not written. */
    public void found(NatClass natClass) {
        if (natClass == NatClass.UNKNOWN) {
            return;
        }
        long now = clock.instant().getEpochSecond();
        List<Row> rows = rows();
        boolean isKnown = !rows.isEmpty()
                && rows.getLast().natClass() == natClass
                && rows.getLast().second() > now - STEP.toSeconds()
                && rows.getLast().second() <= now;
        if (!isKnown) {
            write(now, natClass);
        }
    }

    // What lies in the future is from a clock that was wrong.
    private void write(long now, NatClass natClass) {
        state.write(session -> {
            session.run("delete from nat_class where at>=? or at<?", now, now - KEPT.toSeconds());
            session.run("insert into nat_class values(?,?)", now, natClass.name());
            return session.run(
                    "delete from nat_class where at not in (select at from nat_class order by at desc limit ?)",
                    MOST_ROWS);
        });
    }

    private List<Row> rows() {
        return state.read(session -> session.all(
                "select at, class from nat_class order by at",
                row -> new Row(row.number(1), NatClass.valueOf(row.text(2)))));
    }

    /** The latest changes, the newest first, each with when it was first found; at most {@code most}. */
    public List<Past> past(int most) {
        var changes = new ArrayList<Past>();
        for (Row row : rows()) {
            if (changes.isEmpty() || changes.getLast().natClass() != row.natClass()) {
                changes.add(new Past(row.natClass(), Instant.ofEpochSecond(row.second())));
            }
        }
        return changes.reversed().stream().limit(most).toList();
    }
}
