package org.deploynet.engine.torture;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One bit flips anywhere in the folder: segments, databases, marker. */
final class Flips implements Proof {
    @Override
    public String name() {
        return "flips";
    }

    @Override
    public String what() {
        return "one bit flipped anywhere in the cache's and the state's folder";
    }

    @Override
    public Goal goal() {
        return new Goal(1000, 60);
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public Verdict run(Run run) throws Exception {
        var random = new Random(run.seed());
        var spoiler = new Spoiler(random);
        var cache = new SmallCache(run.scratch());
        var violations = new Violations();
        Map<String, Integer> where = new TreeMap<>();
        long done = 0;
        while (run.goesOn(done) && violations.isEmpty()) {
            // By file and not by byte, so that the small ones have their turn.
            List<Path> files = Folders.files(cache.anew(random.nextBoolean()));
            Path file = files.get(random.nextInt(files.size()));
            spoiler.flip(file, 0, file.toFile().length());
            String name = file.getFileName().toString().replaceFirst("\\d{10}-.*", "segment");
            where.merge(name, 1, Integer::sum);
            long n = done;
            cache.openReadAndMend()
                    .forEach(each -> violations.add(name + ", case " + n + ", seed " + run.seed() + ": " + each));
            done++;
        }
        return new Verdict(done, violations.found(), where.toString());
    }
}
