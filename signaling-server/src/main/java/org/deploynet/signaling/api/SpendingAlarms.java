package org.deploynet.signaling.api;

import java.util.List;
import org.deploynet.protocol.Check;

/** What {@code GET /v1/admin/alarms} answers: the newest alarms of all sites, the newest first. */
public record SpendingAlarms(List<SpendingAlarm> alarms) {
    public SpendingAlarms {
        alarms = Check.list("alarms", alarms, SpendingAlarm.MOST);
    }
}
