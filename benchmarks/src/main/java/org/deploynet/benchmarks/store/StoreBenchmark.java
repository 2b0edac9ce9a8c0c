package org.deploynet.benchmarks.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.deploynet.engine.storage.SqliteLibrary;

/** {@code bench store [--quick]}: the store beside a file per object and SQLite blobs, same data, same durability, one run. */
public final class StoreBenchmark {
    private static final int SMALL_BYTES = 8 * 1024;
    private static final int LARGE_BYTES = 256 * 1024;
    private static final String OURS = "store";
    private static final String FILES = "file per object";

    private final Sizes sizes;
    private final Path folder;
    private final PrintStream out;

    /** How many objects of which kind; a sequential fill has so many of 64 MiB, three times. */
    private record Sizes(int small, int large, int million, int sequential) {
        static final Sizes FULL = new Sizes(40_000, 1_500, 1_000_000, 8);
        static final Sizes QUICK = new Sizes(4_000, 200, 50_000, 2);
    }

    private StoreBenchmark(Sizes sizes, Path folder, PrintStream out) {
        this.sizes = sizes;
        this.folder = folder;
        this.out = out;
    }

    /** @param quick a tenth and less, to see that it works; its figures are of cold code and count for nothing */
    public static void run(boolean quick, PrintStream out) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING);
        // Not in the system's temporary folder, which may be in memory.
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of(".deploynet")).toAbsolutePath(), "store");
        try {
            SqliteLibrary.unpackInto(folder.resolve("native"));
            new StoreBenchmark(quick ? Sizes.QUICK : Sizes.FULL, folder, out).runAll();
        } finally {
            delete(folder);
        }
    }

    /** The part of it that needs a fresh process. */
    public static void openInThisProcess(Path folder, PrintStream out) throws Exception {
        SqliteLibrary.unpackInto(folder.resolve("native"));
        Million.open(folder, out);
    }

    private void runAll() throws Exception {
        out.printf(
                "file system %s; %d writers; caches dropped by %s; every read verified%n",
                Files.getFileStore(folder).type(), Race.WRITERS, PageCache.drop(folder));
        warmUp();
        race("8 KiB", Item.many(0, sizes.small(), SMALL_BYTES), true);
        race("256 KiB", Item.many(500_000_000, sizes.large(), LARGE_BYTES), false);
        sequential();
        million();
    }

    // The first objects of a run would measure the compiler.
    private void warmUp() throws Exception {
        List<Item> some = Item.many(900_000_000, sizes.small() / 8, SMALL_BYTES);
        for (var each : contenders("warm").entrySet()) {
            new Race(folder, each.getValue(), some).run();
        }
    }

    private Map<String, Contender.Opener> contenders(String run) {
        var all = new LinkedHashMap<String, Contender.Opener>();
        all.put(OURS, () -> OurStore.open(folder.resolve(run + "-store")));
        all.put(FILES, () -> FilePerObject.open(folder.resolve(run + "-files")));
        all.put("files in groups of 64", () -> FilesInGroups.open(folder.resolve(run + "-groups")));
        all.put("SQLite blobs in groups of 64", () -> SqliteBlobs.open(folder.resolve(run + "-sqlite")));
        return all;
    }

    private void race(String name, List<Item> items, boolean small) throws Exception {
        var times = new LinkedHashMap<String, Race.Times>();
        for (var each : contenders(name.replace(" ", "")).entrySet()) {
            times.put(each.getKey(), new Race(folder, each.getValue(), items).run());
        }
        out.printf("%n%d objects of %s%n", items.size(), name);
        line("", "64 at once", "", "one by one", "", "cold p50", "cold p99", "delete half");
        Race.Times files = Objects.requireNonNull(times.get(FILES));
        times.forEach((contender, time) -> line(
                contender,
                text("%,.0f/s", time.together()),
                text("%.2f x files", time.together() / files.together()),
                text("%,.0f/s", time.oneByOne()),
                text("%.2f x files", time.oneByOne() / files.oneByOne()),
                text("%.2f ms", time.read(0.5)),
                text("%.2f ms", time.read(0.99)),
                text("%,.0f ms", time.deleteHalf() / 1e6)));
        if (small) {
            Race.Times ours = Objects.requireNonNull(times.get(OURS));
            goal("ingest 64 at once, times files 64 at once", ours.together() / files.together(), 20, true, "%.1f");
            goal("ingest 64 at once, times files one by one", ours.together() / files.oneByOne(), 20, true, "%.1f");
            rebuild(items.size());
        }
    }

    private void rebuild(int count) throws Exception {
        Path lost = folder.resolve("rebuild");
        List<Item> items = Item.many(0, count, SMALL_BYTES);
        new Race(folder, () -> Rebuild.open(lost), items).ingest(items, Race.WRITERS);
        double byFooters = count / (Rebuild.byFooters(lost, count) / 1e9);
        double byHashing = count / (Rebuild.byHashing(lost, count) / 1e9);
        out.printf(Locale.ROOT, "index rebuilt from key lists: %,.0f objects/s%n", byFooters);
        goal("index rebuilt by reading and hashing, objects/s", byHashing, 20_000, true, "%,.0f");
        delete(lost);
    }

    private void sequential() throws Exception {
        Path place = Files.createDirectory(folder.resolve("sequential"));
        SequentialFill.Rates rates = new SequentialFill(place, sizes.sequential()).run();
        out.printf(
                Locale.ROOT,
                "%nsequential fill %.0f MB/s, the disk's own write and force %.0f MB/s%n",
                rates.ours() / 1e6,
                rates.disk() / 1e6);
        goal("sequential fill, share of the disk's", 100 * rates.ours() / rates.disk(), 80, true, "%.0f %%");
        delete(place);
    }

    private void million() throws Exception {
        Path place = folder.resolve("million");
        Million.fill(place, sizes.million());
        PageCache.drop(place);
        Million.Found cold = Million.inFreshProcess(place);
        Million.Found warm = Million.inFreshProcess(place);
        out.printf(
                Locale.ROOT,
                "%n%,d pieces, fresh process; opened again with warm caches in %.0f ms%n",
                cold.pieces(),
                warm.openMillis());
        goal("open with cold caches, ms", cold.openMillis(), 1_000, false, "%.0f");
        goal("heap for them, MB", cold.heapMegabytes(), 64, false, "%.1f");
        goal("heap after 20,000 reads, MB", cold.heapAfterReadsMegabytes(), 64, false, "%.1f");
        delete(place);
    }

    private void line(String name, String... columns) {
        var line = new StringBuilder(String.format(Locale.ROOT, "  %-29s", name));
        for (String column : columns) {
            line.append(String.format(Locale.ROOT, " %13s", column));
        }
        out.println(line);
    }

    private void goal(String what, double value, double goal, boolean atLeast, String format) {
        boolean reached = atLeast ? value >= goal : value <= goal;
        out.printf(
                "%s: %s (goal %s %s): %s%n",
                what,
                text(format, value),
                atLeast ? "at least" : "at most",
                text(format, goal),
                reached ? "reached" : "MISSED");
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static void delete(Path folder) throws IOException {
        try (var walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
