package org.deploynet.engine.assembly;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.deploynet.control.ControlRefusedException;
import org.deploynet.control.rpc.Rpc;
import org.deploynet.control.sites.DenylistControl;
import org.deploynet.control.sites.DenylistReport;
import org.deploynet.engine.consent.Denylists;
import org.deploynet.engine.consent.Subscription;
import org.deploynet.engine.fill.FillGate;
import org.deploynet.protocol.key.KeyId;

/** Looks after the denylists: what faces tell, and a look at each once a day. Safe from any thread. */
final class DenylistKeeper implements DenylistControl, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DenylistKeeper.class.getName());
    private static final Duration FIRST = Duration.ofMinutes(10);
    private static final Duration EVERY = Duration.ofHours(24);
    private static final Duration WHILE_HELD = Duration.ofMinutes(10);

    private final Denylists lists;
    private final FillGate gate;
    private final Runnable changed;
    private final Thread thread;

    /**
     * @param gate while its owner pauses, no list is asked for
     * @param changed another edition counts
     */
    DenylistKeeper(Denylists lists, FillGate gate, Runnable changed, RandomGenerator random) {
        this.lists = lists;
        this.gate = gate;
        this.changed = changed;
        this.thread = Thread.ofVirtual().name("denylists").unstarted(() -> run(random));
    }

    void start() {
        thread.start();
    }

    private void run(RandomGenerator random) {
        try {
            Thread.sleep(jittered(FIRST, random));
            while (true) {
                if (gate.isPaused()) {
                    Thread.sleep(WHILE_HELD);
                } else {
                    look();
                    Thread.sleep(jittered(EVERY, random));
                }
            }
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.DEBUG, "denylists are no longer looked after");
        }
    }

    // Not all subscribers of a list at the same minute: between a half of it and one and a half.
    private static Duration jittered(Duration usual, RandomGenerator random) {
        return usual.dividedBy(2).plusMillis(random.nextLong(usual.toMillis()));
    }

    private void look() throws InterruptedException {
        try {
            if (lists.refresh()) {
                changed.run();
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "looking at the denylists failed", e);
        }
    }

    @Override
    public DenylistReport addDenylist(String address, Optional<String> key) throws IOException {
        try {
            Subscription list = lists.subscribe(URI.create(address), key.map(KeyId::new));
            changed.run();
            return report(list);
        } catch (IOException | IllegalArgumentException e) {
            throw new ControlRefusedException(Rpc.INVALID_PARAMS, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    @Override
    public void removeDenylist(String address) throws IOException {
        if (!lists.unsubscribe(URI.create(address))) {
            throw new ControlRefusedException(Rpc.INVALID_PARAMS, "there is no subscription to " + address);
        }
        changed.run();
    }

    @Override
    public void refreshDenylists() throws IOException {
        try {
            if (lists.refresh()) {
                changed.run();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new IOException("the engine ends");
    }

    static DenylistReport report(Subscription list) {
        return new DenylistReport(
                list.address().toString(),
                list.key().hex(),
                list.name(),
                list.sequence(),
                list.entries().size(),
                list.issued(),
                list.expires(),
                list.checked(),
                list.trouble().map(why -> DenylistReport.Trouble.valueOf(why.name())));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
