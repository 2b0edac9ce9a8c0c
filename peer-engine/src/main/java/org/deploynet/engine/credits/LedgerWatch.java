package org.deploynet.engine.credits;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.ConsistencyProof;
import org.deploynet.protocol.transparency.TreeHash;

/**
 * Holds the network to what it signed of its ledger: keeps the newest checkpoint that continues the one before it, durably, and asks
 * for the proof of each next one. A history that does not continue is an alarm until it does again; the checkpoint that was kept
 * stays what later ones are held against. Safe from any thread.
 */
public final class LedgerWatch implements InclusionChecks.Doubts {
    private static final System.Logger LOG = System.getLogger(LedgerWatch.class.getName());
    private static final String KEPT = "ledger.checkpoint";
    private static final String ALARM = "ledger.alarm";
    private static final String ASK_AGAIN = "ledger.ask-again";
    /** Connections in a row that end with the question open: a line may be bad, a server that only ever hangs up has no proof. */
    private static final int MOST_UNANSWERED = 20;
    /** Checkpoints on one connection while the question is open. The first may have crossed it, the others come an hour apart. */
    private static final int MOST_PASSED = 3;
    /** A network signs its ledger every hour; what it posted so long ago is in what it shows, or it does not mean to show it. */
    private static final Duration SHOWN_WITHIN = Duration.ofHours(3);

    /** How a history fails to continue. */
    public enum Breach {
        /** There are fewer entries than before. */
        SHRUNK,
        /** There are as many, and others. */
        FORKED,
        /** There are more, and what was there before is not their beginning. */
        REWRITTEN,
        /** The network does not show that they continue. */
        UNPROVED,
        /** What it said to have posted is not in what it shows, for hours, or its proof for that is false. */
        UNSHOWN
    }

    /**
     * Noticed {@code at} (milliseconds since 1970): {@code kept} and {@code shown} are both signed by the network, so that anybody can
     * see that they contradict each other; where something is {@link Breach#UNSHOWN} they are the same one.
     */
    public record Alarm(Breach breach, long at, Checkpoint kept, Checkpoint shown) {}

    /** A checkpoint and its signed form. */
    public record Signed(Checkpoint checkpoint, String jws) {}

    /** An alarm with the signatures that prove it, and the newest checkpoint that the network showed meanwhile. */
    public record Dispute(Alarm alarm, Signed kept, Signed first, Signed newest) {}

    /** Writes down what is at issue before the owner's word counts; durable when it returns. */
    @FunctionalInterface
    public interface Evidence {
        void keep(Dispute dispute) throws IOException;
    }

    private final StateStore state;
    private final Clock clock;
    private final Consumer<Alarm> tell;
    private Optional<Signed> kept;
    private Optional<Signed> unproved = Optional.empty();
    private Optional<Alarm> alarm;
    private Optional<Signed> first;
    private Optional<Signed> newest = Optional.empty();
    private int unanswered;
    private int passed;
    private long connectedAt;
    private long shownAt = Long.MIN_VALUE;

    /** @param tell gets each new alarm once, also over restarts */
    public LedgerWatch(StateStore state, Clock clock, Consumer<Alarm> tell) {
        this.state = state;
        this.clock = clock;
        this.tell = tell;
        this.connectedAt = clock.millis();
        this.kept = state.note(KEPT).flatMap(LedgerWatch::claimed);
        Optional<String> raised = state.note(ALARM);
        this.alarm = raised.flatMap(this::parseAlarm);
        this.first = raised.flatMap(note -> claimed(note.split(" ", 3)[2]));
    }

    /** What is wrong now. */
    public synchronized Optional<Alarm> alarm() {
        return alarm;
    }

    /** The newest checkpoint that continues all that were seen before; empty also while the network breaks its word. */
    public synchronized Optional<Checkpoint> kept() {
        return alarm.isPresent() ? Optional.empty() : kept.map(Signed::checkpoint);
    }

    /** The newest checkpoint that is held against later ones, also while the network breaks its word. */
    public synchronized Optional<Checkpoint> held() {
        return kept.map(Signed::checkpoint);
    }

    /** What is at issue while there is an alarm. */
    public synchronized Optional<Dispute> dispute() {
        Optional<Signed> shown = newest.or(() -> first);
        return alarm.isPresent() && kept.isPresent() && first.isPresent() && shown.isPresent()
                ? Optional.of(new Dispute(alarm.get(), kept.get(), first.get(), shown.get()))
                : Optional.empty();
    }

    /**
     * The owner takes the newest ledger that was shown for the right one: from now on later ones are held against it. False, and
     * nothing is changed, if there is no alarm or its head is not {@code head}.
     *
     * @throws IOException the evidence could not be kept; nothing is changed
     */
    public synchronized boolean accept(TreeHash head, Evidence evidence) throws IOException {
        Optional<Dispute> dispute =
                dispute().filter(now -> now.newest().checkpoint().head().equals(head));
        if (dispute.isEmpty()) {
            return false;
        }
        evidence.keep(dispute.get());
        // A kill in between leaves an alarm that ends with the next checkpoint.
        Signed accepted = dispute.get().newest();
        state.keepNotes(Map.of(KEPT, accepted.jws(), ASK_AGAIN, String.valueOf(clock.millis())));
        kept = Optional.of(accepted);
        unproved = Optional.empty();
        unanswered = 0;
        passed = 0;
        endAlarm();
        return true;
    }

    /** Whether a ledger was accepted, and what the one before had confirmed is not asked for again yet. */
    public boolean isAskingAgainDue() {
        return state.note(ASK_AGAIN).isPresent();
    }

    /** It is, durably. */
    public void askedAgain() {
        state.dropNote(ASK_AGAIN);
    }

    /** Another connection begins: an answer of the one before comes no more. */
    public synchronized void connected() {
        if (unproved.isPresent() && ++unanswered >= MOST_UNANSWERED) {
            raise(Breach.UNPROVED, unproved.get());
        }
        unproved = Optional.empty();
        passed = 0;
        connectedAt = clock.millis();
        shownAt = Long.MIN_VALUE;
    }

    /**
     * The network signed {@code checkpoint}, in the form {@code jws}. Returns the size from which on it has to prove that it
     * continues, if a proof is needed; the answer goes to {@link #proved}.
     */
    public synchronized OptionalLong signed(Checkpoint checkpoint, String jws) {
        var shown = new Signed(checkpoint, jws);
        newest = Optional.of(shown);
        shownAt = clock.millis();
        Optional<Checkpoint> before =
                kept.map(Signed::checkpoint).filter(old -> old.network().equals(checkpoint.network()));
        if (before.isEmpty() || before.get().size() == 0) {
            keep(shown);
            return OptionalLong.empty();
        }
        return compare(before.get(), shown);
    }

    private OptionalLong compare(Checkpoint before, Signed shown) {
        Checkpoint now = shown.checkpoint();
        if (now.size() > before.size() && unproved.isPresent()) {
            if (++passed >= MOST_PASSED) {
                raise(Breach.UNPROVED, shown);
            }
            return OptionalLong.empty();
        }
        if (now.size() > before.size()) {
            unproved = Optional.of(shown);
            return OptionalLong.of(before.size());
        }
        if (now.size() < before.size()) {
            raise(Breach.SHRUNK, shown);
        } else if (now.root().equals(before.root()) && now.head().equals(before.head())) {
            keep(shown);
        } else {
            raise(Breach.FORKED, shown);
        }
        return OptionalLong.empty();
    }

    /** The network's answer; one to another question than the last is none. */
    public synchronized void proved(ConsistencyProof proof) {
        if (kept.isEmpty() || unproved.isEmpty()) {
            return;
        }
        Checkpoint before = kept.get().checkpoint();
        Signed shown = unproved.get();
        if (proof.from() != before.size() || proof.to() != shown.checkpoint().size()) {
            return;
        }
        unproved = Optional.empty();
        if (proof.proves(before.root(), shown.checkpoint().root())) {
            keep(shown);
        } else {
            raise(Breach.REWRITTEN, shown);
        }
    }

    /**
     * What the network said at {@code postedAt} (milliseconds since 1970) to have posted is not in the kept checkpoint. An alarm, unless
     * what it shows on this connection may be of before.
     */
    @Override
    public synchronized void missed(long postedAt) {
        long by = postedAt + SHOWN_WITHIN.toMillis();
        boolean isSilent = clock.millis() >= Math.max(by, connectedAt + SHOWN_WITHIN.toMillis());
        boolean hasShown = shownAt >= by && unproved.isEmpty();
        if (hasShown || isSilent) {
            falseProof();
        }
    }

    /** The network's proof for an entry does not hold against the kept checkpoint. */
    @Override
    public synchronized void falseProof() {
        kept.ifPresent(signed -> raise(Breach.UNSHOWN, signed));
    }

    // What is not shown may be only in a later one.
    private boolean isOver(Alarm raised, Checkpoint shown) {
        return raised.breach() != Breach.UNSHOWN
                || shown.size() > raised.shown().size();
    }

    private void keep(Signed shown) {
        state.keepNotes(Map.of(KEPT, shown.jws()));
        kept = Optional.of(shown);
        unanswered = 0;
        passed = 0;
        if (alarm.filter(raised -> isOver(raised, shown.checkpoint())).isPresent()) {
            LOG.log(Level.WARNING, "the network's ledger continues what it had signed before again");
            endAlarm();
        }
    }

    private void endAlarm() {
        state.dropNote(ALARM);
        alarm = Optional.empty();
        first = Optional.empty();
    }

    private void raise(Breach breach, Signed shown) {
        if (alarm.isPresent() || kept.isEmpty()) {
            return;
        }
        var raised = new Alarm(breach, clock.millis(), kept.get().checkpoint(), shown.checkpoint());
        state.keepNotes(Map.of(ALARM, breach + " " + raised.at() + " " + shown.jws()));
        alarm = Optional.of(raised);
        first = Optional.of(shown);
        LOG.log(
                Level.ERROR,
                "THE NETWORK''S LEDGER IS NOT THE ONE IT SIGNED BEFORE ({0}): {1} entries then, {2} now",
                breach,
                raised.kept().size(),
                raised.shown().size());
        tell.accept(raised);
    }

    // Its signature was checked before it was kept.
    private static Optional<Signed> claimed(String jws) {
        try {
            return Optional.of(new Signed(Checkpoint.claimed(jws), jws));
        } catch (ProtocolException e) {
            LOG.log(Level.ERROR, "the checkpoint that was kept cannot be read", e);
            return Optional.empty();
        }
    }

    private Optional<Alarm> parseAlarm(String note) {
        String[] parts = note.split(" ", 3);
        return claimed(parts[2])
                .flatMap(shown -> kept.map(before -> new Alarm(
                        Breach.valueOf(parts[0]), Long.parseLong(parts[1]), before.checkpoint(), shown.checkpoint())));
    }
}
