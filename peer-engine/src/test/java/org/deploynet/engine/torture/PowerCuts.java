package org.deploynet.engine.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** The power of a loop-mounted file system is cut under a process that writes, with the journal flushed and without. */
final class PowerCuts implements Proof {
    private static final int CYCLES_A_DISK = 20;
    private static final long LONGEST_MILLIS = 50;
    private static final int MOST_LINES = 150;
    private static final Duration MOST_WAIT = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "power";
    }

    @Override
    public String what() {
        return "power cuts of loop-mounted ext4 and XFS by the shutdown ioctl, with and without the journal flushed";
    }

    @Override
    public Goal goal() {
        return new Goal(1000, 8);
    }

    @Override
    public int weight() {
        return 5;
    }

    @Override
    public Verdict run(Run run) throws Exception {
        var jvm = Jvm.in(run.jvm());
        var violations = new Violations();
        var random = new Random(run.seed());
        Map<LoopDisk.Kind, Integer> cuts = new EnumMap<>(LoopDisk.Kind.class);
        long done = 0;
        long acknowledged = 0;
        for (int round = 0; run.goesOn(done) && violations.isEmpty(); round++) {
            LoopDisk.Kind kind = round % 2 == 0 ? LoopDisk.Kind.EXT4 : LoopDisk.Kind.XFS;
            Path folder = run.scratch().resolve("disk-" + round);
            java.nio.file.Files.createDirectories(folder);
            try (LoopDisk disk = new LoopDisk(kind, folder)) {
                var witness = new Witness(disk.folder().resolve("home"), false);
                long most = Math.min(run.goal() - done, run.goal() < CYCLES_A_DISK ? run.goal() / 2 : CYCLES_A_DISK);
                for (long n = 0; n < most && run.goesOn(done) && violations.isEmpty(); n++) {
                    cut(jvm, disk, witness, random, run.seed() + done, violations);
                    cuts.merge(kind, 1, Integer::sum);
                    done++;
                }
                acknowledged += witness.acknowledged();
            } catch (IOException e) {
                if (done == 0) {
                    return Verdict.notTried(String.valueOf(e.getMessage()));
                }
                throw e;
            }
            Folders.delete(folder);
        }
        return new Verdict(
                done,
                violations.found(),
                "%s, %,d acknowledged pieces, seeds from %d".formatted(cuts, acknowledged, run.seed()));
    }

    private static void cut(Jvm jvm, LoopDisk disk, Witness witness, Random random, long seed, Violations violations)
            throws Exception {
        Path home = disk.folder().resolve("home");
        boolean journalFlushed = random.nextBoolean();
        try (Child child = new Child(jvm.start("roomy", home.toString(), Long.toString(seed)))) {
            // One in eight dies while it starts.
            if (random.nextInt(8) > 0) {
                if (!child.await(0, line -> line.startsWith("ready"), Duration.ofSeconds(60))) {
                    violations.add("cut " + seed + ": it does not start");
                }
                child.awaitLines(random.nextInt(MOST_LINES), MOST_WAIT);
            }
            LockSupport.parkNanos(
                    random.nextLong(Duration.ofMillis(LONGEST_MILLIS).toNanos()));
            PowerSwitch.cut(disk.folder(), journalFlushed);
            witness.hear(child.kill());
        }
        disk.unmount();
        disk.mount();
        witness.look()
                .forEach(each -> violations.add(
                        "cut " + seed + " (journal " + (journalFlushed ? "flushed" : "not flushed") + "): " + each));
    }
}
