package org.deploynet.engine.history;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.DataUse;
import org.deploynet.engine.limits.LineMeter;
import org.deploynet.engine.storage.Disk;

/**
 * What crossed the owner's line on each day of his calendar. It is written down every 256 KiB, and before 1 MiB is not, so that
 * a kill takes less than that; a power cut takes what the system had not yet put on the disk. A month's use is a sum
 * of days: no clock can begin a month twice. Safe from any thread.
 */
public final class LineBook implements LineMeter.Keeper, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LineBook.class.getName());

    private final LineMeter meter;
    private final LineLog log;
    private final Clock wall;
    private final LineDays days;
    private final Thread keeper;
    private long bookedUp;
    private long bookedDown;
    private final SortedSet<LocalDate> unkept = new TreeSet<>();
    private volatile boolean closed;

    private LineBook(LineMeter meter, LineLog log, Clock wall, LineDays days) {
        this.meter = meter;
        this.log = log;
        this.wall = wall;
        this.days = days;
        this.keeper = Thread.ofVirtual().name("line-book").unstarted(this::run);
    }

    /** What was open, and where a file is now that could not be read. */
    public record Opened(LineBook book, Optional<Path> keptAside) {}

    /** @param wall the owner's clock, in his zone */
    public static Opened open(Path file, Disk disk, LineMeter meter, Clock wall) throws IOException {
        var days = new LineDays();
        LineLog.Opened opened = LineLog.open(file, disk, days);
        var book = new LineBook(meter, opened.log(), wall, days);
        book.keeper.start();
        meter.keepBy(book);
        return new Opened(book, opened.keptAside());
    }

    private void run() {
        while (!closed) {
            LockSupport.park(this);
            if (!closed && log.isToBeWrittenAnew()) {
                writeAnew();
            }
            keep();
        }
    }

    @Override
    public void keepSoon() {
        LockSupport.unpark(keeper);
    }

    private void writeAnew() {
        try {
            log.writeAnew(this::allDays);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot write anew what crossed the line; the next time tries again", e);
        }
    }

    private synchronized Map<LocalDate, LineDays.Bytes> allDays() {
        return days.copy();
    }

    /** Writes down what has moved; waits for the disk no longer than it takes to hand a few bytes to the system. */
    @Override
    public synchronized void keep() {
        long moved = meter.unkept();
        book(LocalDate.now(wall));
        try {
            while (!unkept.isEmpty()) {
                LocalDate day = unkept.getFirst();
                log.append(day, days.of(day));
                unkept.removeFirst();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot write down what crossed the line; the next time tries again", e);
        }
        // Also where the disk refuses: whoever moves bytes is not to ask it again for each frame.
        meter.kept(moved);
    }

    private void book(LocalDate today) {
        long up = meter.up();
        long down = meter.down();
        if (up != bookedUp || down != bookedDown) {
            days.add(today, up - bookedUp, down - bookedDown);
            bookedUp = up;
            bookedDown = down;
            unkept.add(today);
        }
    }

    /** As {@link #keep}, and on the disk when it returns; nobody who counts waits for that. */
    public void force() {
        keep();
        try {
            log.force();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot force what crossed the line; the next time tries again", e);
        }
    }

    /** The month of accounting that today is in, as {@code cap} counts it; no kill takes anything from it afterwards. */
    public synchronized DataUse use(DataCap cap) {
        keep();
        return days.use(cap, LocalDate.now(wall));
    }

    /** Where the meter has to stop so that {@code bytes} more may cross in the directions that {@code cap} counts. */
    public LineMeter.Stop after(long bytes, DataCap cap) {
        boolean up = cap.counts().countsUp();
        boolean down = cap.counts().countsDown();
        long now = (up ? meter.up() : 0) + (down ? meter.down() : 0);
        return new LineMeter.Stop(up, down, now + bytes);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(keeper);
        try {
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        force();
        log.close();
    }
}
