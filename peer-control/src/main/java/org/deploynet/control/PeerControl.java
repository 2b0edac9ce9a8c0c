package org.deploynet.control;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.deploynet.control.earnings.EarningsControl;
import org.deploynet.control.identity.IdentityControl;
import org.deploynet.control.nat.NetworkControl;
import org.deploynet.control.sharing.SharingControl;
import org.deploynet.control.sites.DenylistControl;
import org.deploynet.control.sites.SitesControl;

/**
 * What any face can ask of a super-peer and tell it. Calls over the socket throw {@link IOException} when the engine is gone
 * and {@link ControlRefusedException} when it refuses. Safe from any thread.
 */
public interface PeerControl
        extends CacheControl,
                SharingControl,
                ConnectionControl,
                NetworkControl,
                EarningsControl,
                SitesControl,
                DenylistControl,
                IdentityControl {
    EngineSnapshot snapshot() throws IOException;

    /** What moved lately; kept across restarts but for the steps of one second. */
    History history(History.Range range) throws IOException;

    /** Takes effect at once and survives restarts; empty is until resumed. */
    void pause(Optional<Duration> duration) throws IOException;

    void resume() throws IOException;

    /** Takes effect at once and is kept in the settings. */
    void limit(UploadChoice upload) throws IOException;

    /** As {@link #limit}: the most that origins may send. */
    void limitDownload(DownloadLimit download) throws IOException;

    /** As {@link #limit}: when files may be fetched. */
    void fillHours(FillHours hours) throws IOException;

    /** As {@link #limit}: how many browsers are served at once; those connected stay. */
    void limitBrowsers(int atOnce) throws IOException;

    /** Serves what is connected, takes no new browsers, and pauses when the last one left. */
    void drain() throws IOException;

    EnginePlaces paths() throws IOException;

    /** Ends the engine in order; returns once it has agreed. */
    void shutdown() throws IOException;

    /** Snapshots to {@code target} until the subscription is closed or the engine ends. */
    Subscription subscribe(Watching watching, Consumer<EngineSnapshot> target) throws IOException;

    /** How closely a face looks. */
    enum Watching {
        /** Twice a second. */
        WINDOW(Duration.ofMillis(500)),
        /** Every ten seconds, if there is anything to tell: a tray that says the same all day costs nothing. */
        TRAY(Duration.ofSeconds(10));

        private final Duration every;

        Watching(Duration every) {
            this.every = every;
        }

        public Duration every() {
            return every;
        }
    }

    /** A running subscription. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
