package org.deploynet.signaling.api;

import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.Check;

/**
 * What a publisher is told of its site: the last {@value #DAYS} days that had anything, the newest first; how often in these days no
 * link came about, a receipt was refused or a ticket cost nothing, by reason; hours of unusual spending; what it pays for at
 * most; where its visitors were, absent where the operator has no file that says it.
 */
public record SiteReport(
        SiteStatus status,
        List<SiteDay> days,
        List<Counted> refused,
        List<SpendingAlarm> alarms,
        CapsReport caps,
        Optional<List<RegionSum>> regions) {
    public static final int DAYS = 30;
    /** Kinds of refusal, more than there are. */
    public static final int MAX_REFUSED = 64;

    public SiteReport {
        Check.present("status", status);
        days = Check.list("days", days, DAYS);
        refused = Check.list("refused", refused, MAX_REFUSED);
        alarms = Check.list("alarms", alarms, SpendingAlarm.MOST);
        Check.present("caps", caps);
        regions = Check.present("regions", regions).map(sums -> Check.list("regions", sums, RegionSum.MOST));
    }

    public long spent() {
        return days.stream().mapToLong(SiteDay::spent).sum();
    }

    public long bytes() {
        return days.stream().mapToLong(SiteDay::allBytes).sum();
    }
}
