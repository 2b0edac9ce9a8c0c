package org.deploynet.desktop.tray;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deploynet.control.EngineEvent;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.i18n.Texts;

/**
 * The engine's rare events that are worth a notification, each of them once. What had happened before the first condition with
 * figures was somebody else's news. For one thread.
 */
final class Announcements {
    private final Texts texts;
    private Optional<Set<EngineEvent>> known = Optional.empty();

    Announcements(Texts texts) {
        this.texts = texts;
    }

    List<Announcement> of(EngineCondition condition) {
        List<EngineEvent> events =
                condition.figures().map(snapshot -> snapshot.events()).orElse(List.of());
        Optional<Set<EngineEvent>> before = known;
        if (condition.figures().isPresent()) {
            // The engine forgets the oldest, and a new engine all.
            known = Optional.of(new HashSet<>(events));
        }
        return before.stream()
                .flatMap(old -> events.stream().filter(event -> !old.contains(event)))
                .flatMap(event -> worthTelling(event).stream())
                .toList();
    }

    private Optional<Announcement> worthTelling(EngineEvent event) {
        return event instanceof EngineEvent.DataCapNear near
                ? Optional.of(new Announcement(
                        texts.get("desktop.announcement.data-cap", near.percent()),
                        texts.get("desktop.announcement.data-cap.text")))
                : Optional.empty();
    }
}
