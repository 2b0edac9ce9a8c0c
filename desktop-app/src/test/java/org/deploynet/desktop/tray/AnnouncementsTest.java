package org.deploynet.desktop.tray;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import org.deploynet.control.EngineEvent;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.window.SampleConditions;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.Test;

final class AnnouncementsTest {
    private static final EngineEvent AT_80 = new EngineEvent.DataCapNear(SampleConditions.NOW, 80);
    private static final EngineEvent AT_95 = new EngineEvent.DataCapNear(SampleConditions.NOW.plusSeconds(60), 95);
    private static final EngineEvent OTHER = new EngineEvent.SitePurged(SampleConditions.NOW, "aa", "order");

    private final Announcements announcements = new Announcements(Texts.of(Locale.US));

    private List<String> told(EngineEvent... events) {
        return announcements.of(SampleConditions.with(events)).stream()
                .map(Announcement::title)
                .toList();
    }

    @Test
    void tellsOfEachMarkOfTheMonthsDataOnce() {
        assertEquals(List.of(), told());
        assertEquals(List.of("80 % of this month’s data are used"), told(OTHER, AT_80));
        assertEquals(List.of(), told(OTHER, AT_80));
        assertEquals(List.of(), announcements.of(new EngineCondition.Starting(SampleConditions.NOW)));
        assertEquals(List.of("95 % of this month’s data are used"), told(AT_80, AT_95));
        assertEquals(List.of(), told(), "a new engine remembers none");
    }

    @Test
    void whatHappenedBeforeItLookedIsNoNews() {
        assertEquals(List.of(), told(AT_80));
        assertEquals(List.of("95 % of this month’s data are used"), told(AT_80, AT_95));
    }
}
