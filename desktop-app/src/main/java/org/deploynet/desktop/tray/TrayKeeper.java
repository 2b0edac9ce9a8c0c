package org.deploynet.desktop.tray;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.deploynet.control.PeerControl.Watching;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineView;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the tray showing what the engine is like, and does what the person chose there. A thread of its own draws. Safe from
 * any thread.
 */
public final class TrayKeeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TrayKeeper.class.getName());

    private final EngineView engine;
    private final TrayWords words;
    private final Announcements announcements;
    private final Clock clock;
    private final Place place;
    private final BlockingQueue<EngineCondition> news = new LinkedBlockingQueue<>();
    private final Thread drawing = Thread.ofVirtual().name("tray").unstarted(this::draw);
    private EngineView.@Nullable Watch watch;
    private volatile Optional<Tray> tray = Optional.empty();

    /** What the application around the tray does when asked. */
    public interface Place {
        void openWindow();

        void quit();

        /** An icon is to be seen now, or no longer. */
        void presence(boolean there);
    }

    /** How the system shows an icon. */
    public interface Opening {
        Tray open(TrayFace first, Tray.Listener listener) throws IOException;
    }

    public TrayKeeper(EngineView engine, TrayWords words, Clock clock, Place place) {
        this.engine = engine;
        this.words = words;
        this.announcements = words.announcements();
        this.clock = clock;
        this.place = place;
    }

    /** Shows an icon, if this desktop has a place for one, now or later. */
    public void start(Opening opening) {
        try {
            tray = Optional.of(opening.open(face(engine.condition()), new Choices()));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.INFO, "no tray: {0}", e.getMessage());
        }
        // Watched in any case: it is by this that the supervisor has a latest condition.
        watch = engine.watch(Watching.TRAY, news::add);
        drawing.start();
    }

    public boolean isThere() {
        return tray.map(Tray::isThere).orElse(false);
    }

    private void draw() {
        EngineCondition latest = engine.condition();
        try {
            while (true) {
                EngineCondition now = latest;
                show(now);
                latest = next(now);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    // One condition that cannot be put into words must not freeze the icon for good.
    private void show(EngineCondition now) {
        try {
            tray.ifPresent(shown -> {
                shown.show(face(now));
                announcements.of(now).forEach(shown::announce);
            });
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the tray could not be drawn", e);
        }
    }

    private EngineCondition next(EngineCondition now) throws InterruptedException {
        Optional<Duration> showable = words.showableFor(now, clock.instant());
        if (showable.isEmpty()) {
            return news.take();
        }
        EngineCondition next = news.poll(showable.get().toMillis(), TimeUnit.MILLISECONDS);
        return next == null ? now : next;
    }

    private TrayFace face(EngineCondition condition) {
        return words.face(condition, ZonedDateTime.now(clock));
    }

    /** The person's choices. */
    private final class Choices implements Tray.Listener {
        @Override
        public void act(TrayAction action) {
            switch (action) {
                case TrayAction.OpenWindow _ -> place.openWindow();
                case TrayAction.Pause(PauseLength length) ->
                    tell(control -> control.pause(length.from(ZonedDateTime.now(clock))));
                case TrayAction.Resume _ -> tell(control -> control.resume());
                case TrayAction.Limit(var upload) -> tell(control -> control.limit(upload));
                case TrayAction.StartAgain _ -> engine.startAgain();
                case TrayAction.Quit _ -> place.quit();
            }
        }

        // Figures of up to ten seconds ago are fine in a menu nobody looks at.
        @Override
        public void opening() {
            if (engine.condition() instanceof EngineCondition.Running) {
                tell(control -> {});
            }
        }

        @Override
        public void presence(boolean there) {
            place.presence(there);
        }

        private void tell(EngineView.Order order) {
            var _ = engine.tell(order).exceptionally(e -> {
                LOG.log(System.Logger.Level.WARNING, "the engine did not take what was chosen in the tray: {0}", e);
                return null;
            });
        }
    }

    @Override
    public void close() {
        EngineView.Watch watching = watch;
        if (watching != null) {
            watching.close();
        }
        drawing.interrupt();
        tray.ifPresent(Tray::close);
    }
}
