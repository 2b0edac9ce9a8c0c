package org.deploynet.engine.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.deploynet.engine.cache.MoveProgress.State;
import org.deploynet.engine.cache.MoveProgress.Why;

/**
 * A move of the cache to another folder, while it serves and keeps pieces. Segments are copied one after the other; when few
 * are left the committer stops for a moment, the rest and the index follow, and one record says that the new folder counts
 * from now on. Then the old files go. A kill at any moment leaves one folder whole and the record that says which; the next
 * start goes on. One thread of its own; its public methods are safe from any thread.
 */
public final class CacheMove {
    private static final System.Logger LOG = System.getLogger(CacheMove.class.getName());

    private final Relocation relocation;
    private final CacheLocation location;
    private final Path from;
    private final AtomicLong bytesDone = new AtomicLong();
    private final Thread thread;
    private volatile Path to;
    private volatile State state;
    private volatile Optional<Why> why = Optional.empty();
    private volatile String detail = "";
    private volatile boolean cancelled;
    private volatile boolean halted;

    private CacheMove(Relocation relocation, CacheLocation location, Path from, Path to, State state) {
        this.relocation = relocation;
        this.location = location;
        this.from = from;
        this.to = to;
        this.state = state;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("cache mover")
                .uncaughtExceptionHandler((thread, e) -> LOG.log(Level.ERROR, "the move of the cache stopped", e))
                .unstarted(this::run);
    }

    /** A move that does not begin, as another one is under way. */
    static CacheMove refused(Relocation relocation, CacheLocation location, Path to) {
        var move = new CacheMove(relocation, location, location.folder(), to, State.FAILED);
        move.why = Optional.of(Why.ALREADY_MOVING);
        return move;
    }

    static CacheMove begin(Relocation relocation, CacheLocation location, Path to) {
        return started(new CacheMove(relocation, location, location.folder(), to, State.CHECKING));
    }

    /** What an earlier run left half done; empty if nothing. */
    static Optional<CacheMove> resume(Relocation relocation, CacheLocation location) {
        return location.move().map(move -> started(resumed(relocation, location, move)));
    }

    private static CacheMove resumed(Relocation relocation, CacheLocation location, LocationRecord.Move move) {
        Path here = location.folder();
        return switch (move.step()) {
            case COPYING -> new CacheMove(relocation, location, here, move.other(), State.COPYING);
            case UNDOING -> new CacheMove(relocation, location, here, move.other(), State.UNDOING);
            case CLEARING -> new CacheMove(relocation, location, move.other(), here, State.CLEARING);
        };
    }

    private static CacheMove started(CacheMove move) {
        move.thread.start();
        return move;
    }

    public MoveProgress progress() {
        State now = state;
        long total = relocation.bytes();
        long done = now == State.DONE || now == State.CLEARING ? total : Math.min(bytesDone.get(), total);
        return new MoveProgress(now, from, to, done, total, why, detail);
    }

    /** Takes the order back: what was copied goes. Without effect once the new folder counts. */
    public void cancel() {
        cancelled = true;
    }

    /** The engine ends; the next one goes on. */
    void halt() {
        halted = true;
        try {
            await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns once its thread has ended. */
    void await() throws InterruptedException {
        thread.join();
    }

    private boolean goesOn() {
        return !cancelled && !halted;
    }

    private void run() {
        try {
            switch (state) {
                case CHECKING -> check();
                case COPYING -> copyOn();
                case UNDOING -> undo(State.CANCELLED);
                case CLEARING -> clear();
                default -> throw new IllegalStateException("a move does not begin as " + state);
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void check() throws IOException {
        var target = new MoveTarget(relocation.disk(), location, to);
        to = target.checked();
        relocation.needRoom(to);
        target.claim(to);
        location.copying(to);
        copy();
    }

    private void copyOn() throws IOException {
        new MoveTarget(relocation.disk(), location, to).recognize(to);
        copy();
    }

    private void copy() throws IOException {
        state = State.COPYING;
        if (!relocation.copySealed(to, this::goesOn, bytesDone)) {
            stopped();
            return;
        }
        state = State.SWITCHING;
        if (relocation.switchTo(to, this::goesOn, bytesDone)) {
            clear();
        } else {
            stopped();
        }
    }

    private void stopped() throws IOException {
        if (halted) {
            state = State.HALTED;
        } else {
            undo(State.CANCELLED);
        }
    }

    // What cannot be removed now is tried again by the next start, as long as the record names it.
    private void clear() {
        state = State.CLEARING;
        try {
            relocation.clear(from);
            location.settled();
        } catch (IOException | RuntimeException e) {
            leftOver(from, e);
        }
        state = State.DONE;
    }

    // Nothing is removed before the record says for certain that the copy does not count.
    private void undo(State then) throws IOException {
        state = State.UNDOING;
        location.undoing(to);
        try {
            relocation.undo(to);
            location.settled();
        } catch (IOException | RuntimeException e) {
            leftOver(to, e);
        }
        state = then;
    }

    private void leftOver(Path in, Exception e) {
        LOG.log(Level.WARNING, "files of the cache stay in " + in, e);
        if (why.isEmpty()) {
            why = Optional.of(Why.LEFTOVERS);
            detail = in.toString();
        }
    }

    private void fail(Exception e) {
        LOG.log(Level.WARNING, "the cache cannot be moved to " + to, e);
        Throwable cause = e instanceof UncheckedIOException ? Objects.requireNonNullElse(e.getCause(), e) : e;
        detail = cause instanceof MoveException move ? move.detail() : String.valueOf(cause.getMessage());
        why = Optional.of(reason(cause));
        try {
            if (location.move()
                    .filter(move -> move.step() == LocationRecord.Step.COPYING)
                    .isPresent()) {
                undo(State.FAILED);
            }
        } catch (IOException | RuntimeException again) {
            leftOver(to, again);
        }
        state = State.FAILED;
    }

    private static Why reason(Throwable cause) {
        return switch (cause) {
            case MoveException move -> move.why();
            case IOException failed -> Why.NOT_WRITABLE;
            default -> Why.NOT_NOW;
        };
    }
}
