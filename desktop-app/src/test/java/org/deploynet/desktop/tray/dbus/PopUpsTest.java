package org.deploynet.desktop.tray.dbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.deploynet.desktop.TestBus;
import org.deploynet.desktop.tray.Announcement;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.Test;

/** Over a real bus, to something that shows notifications. */
final class PopUpsTest {
    @Test
    void sayWhatWasAnnouncedAndByWhom() throws Exception {
        var shown = new Shown();
        try (var bus = new TestBus();
                var _ = bus.serve(Notifications.NAME, shown);
                var mine = bus.serve("org.deploynet.test")) {
            new PopUps(mine, "DeployNet").show(new Announcement("80 %", "of it"));
            assertEquals(List.of("DeployNet", "80 %", "of it"), shown.all.poll(20, TimeUnit.SECONDS));
        }
    }

    /** Exported, so public. */
    public static final class Shown implements Notifications {
        private final BlockingQueue<List<String>> all = new LinkedBlockingQueue<>();

        @Override
        public UInt32 Notify(
                String application,
                UInt32 replaces,
                String icon,
                String summary,
                String body,
                List<String> actions,
                Map<String, Variant<?>> hints,
                int expireMillis) {
            all.add(List.of(application, summary, body));
            return new UInt32(1);
        }

        @Override
        public String getObjectPath() {
            return PATH;
        }
    }
}
