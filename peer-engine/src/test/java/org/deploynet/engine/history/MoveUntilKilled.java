package org.deploynet.engine.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneId;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.engine.limits.DownloadBudget;
import org.deploynet.engine.limits.LineMeter;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.engine.limits.UploadBudget;
import org.deploynet.engine.storage.NioDisk;

/** Moves bytes both ways at 1 Gbit/s, books them, and says in a mapped file, which outlives a kill, how many it moved. */
final class MoveUntilKilled {
    private static final long GIGABIT = 125_000_000;

    private MoveUntilKilled() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var line = new LineMeter();
        LineBook.open(Path.of(args[0]), new NioDisk(), line, Clock.system(ZoneId.systemDefault()));
        var up = new UploadBudget(GIGABIT, Ticker.system(), line);
        var down = new DownloadBudget(GIGABIT, Ticker.system(), line);
        var random = new SplittableRandom(Long.parseLong(args[2]));
        try (FileChannel channel = FileChannel.open(
                Path.of(args[1]), StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            var moved = channel.map(FileChannel.MapMode.READ_WRITE, 0, 2 * Long.BYTES);
            System.out.println("moves");
            while (true) {
                int bytes = 1 + random.nextInt(60_000);
                if (up.tryTake(bytes)) {
                    moved.putLong(0, line.up());
                } else {
                    LockSupport.parkNanos(up.nanosUntil(bytes));
                }
                down.pay(1 + random.nextInt(60_000));
                moved.putLong(Long.BYTES, line.down());
            }
        }
    }
}
