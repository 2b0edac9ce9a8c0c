package org.deploynet.engine.torture;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** The index is damaged in every way we could think of; the cache starts, gives no wrong byte and mends itself. */
final class DamagedIndex implements Proof {
    @Override
    public String name() {
        return "index";
    }

    @Override
    public String what() {
        return "damaged index: cut, emptied, zeroed, pages, header, log, missing";
    }

    @Override
    public Goal goal() {
        return new Goal(500, 60);
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
        Map<String, Integer> ways = new TreeMap<>();
        long done = 0;
        while (run.goesOn(done) && violations.isEmpty()) {
            String way = spoiler.damage(
                    Stores.cache(cache.anew(random.nextBoolean())).resolve("index.db"));
            ways.merge(way, 1, Integer::sum);
            long n = done;
            cache.openReadAndMend()
                    .forEach(each -> violations.add(way + ", case " + n + ", seed " + run.seed() + ": " + each));
            done++;
        }
        return new Verdict(done, violations.found(), ways.toString());
    }
}
