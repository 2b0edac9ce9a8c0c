package org.deploynet.benchmarks.traces;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Traces made from a seed: what visitors of web sites may ask for. */
final class Synthetic {
    private static final int OBJECTS = 20_000;
    private static final int REQUESTS = 200_000;
    private static final double MEDIAN_BYTES = 16_000;
    private static final double SIZE_SPREAD = 1.3;

    private final long seed;

    Synthetic(long seed) {
        this.seed = seed;
    }

    List<Trace> all() {
        return List.of(
                zipf("zipf 0.7", 0.7),
                zipf("zipf 0.9", 0.9),
                zipf("zipf 1.1", 1.1),
                drift(),
                scans(),
                oneHitWonders(),
                diurnal());
    }

    private Trace zipf(String name, double alpha) {
        var trace = new Trace.Builder();
        var ranks = new Zipf(OBJECTS, alpha, new Random(seed));
        for (int n = 0; n < REQUESTS; n++) {
            request(trace, ranks.next());
        }
        return trace.build(name);
    }

    /** What is popular moves on: every fifth of the trace a fifth of the ranks belongs to new objects. */
    private Trace drift() {
        var trace = new Trace.Builder();
        var ranks = new Zipf(OBJECTS, 0.9, new Random(seed));
        for (int n = 0; n < REQUESTS; n++) {
            int rank = ranks.next();
            int generation = n / (REQUESTS / 25);
            request(trace, rank + (long) OBJECTS * ((generation + rank % 5) / 5));
        }
        return trace.build("zipf 0.9, drift");
    }

    /** Now and then somebody reads a large site once from end to end. */
    private Trace scans() {
        var trace = new Trace.Builder();
        var ranks = new Zipf(OBJECTS, 0.9, new Random(seed));
        long scanned = OBJECTS;
        for (int n = 0; n < REQUESTS; n++) {
            request(trace, ranks.next());
            if (n % 20_000 == 19_999) {
                for (int page = 0; page < 5_000; page++) {
                    request(trace, scanned++);
                }
            }
        }
        return trace.build("zipf 0.9, scans");
    }

    /** Every third request is for something that nobody asks for again. */
    private Trace oneHitWonders() {
        var trace = new Trace.Builder();
        var random = new Random(seed + 1);
        var ranks = new Zipf(OBJECTS, 0.9, new Random(seed));
        long once = OBJECTS;
        for (int n = 0; n < REQUESTS; n++) {
            request(trace, random.nextInt(3) == 0 ? once++ : ranks.next());
        }
        return trace.build("zipf 0.9, one-hit");
    }

    /** Two publics, one by day and one by night, ten days long. */
    private Trace diurnal() {
        var trace = new Trace.Builder();
        var random = new Random(seed + 2);
        var ranks = new Zipf(OBJECTS / 2, 0.9, new Random(seed));
        for (int n = 0; n < REQUESTS; n++) {
            double day = 0.5 + 0.5 * Math.sin(2 * Math.PI * 10 * n / REQUESTS);
            request(trace, ranks.next() + (random.nextDouble() < day ? 0 : OBJECTS / 2));
        }
        return trace.build("zipf 0.9, diurnal");
    }

    // The length belongs to the object, whoever asks for it.
    private void request(Trace.Builder trace, long object) {
        var own = new Random(seed ^ object * 0x9E3779B97F4A7C15L);
        double bytes = MEDIAN_BYTES * Math.exp(SIZE_SPREAD * own.nextGaussian());
        trace.request(object, Math.clamp((long) bytes, 200, 4_000_000));
    }

    /** Ranks of which the n-th comes 1/n^alpha as often as the first. For one thread. */
    private static final class Zipf {
        private final double[] upTo;
        private final Random random;

        Zipf(int ranks, double alpha, Random random) {
            this.random = random;
            this.upTo = new double[ranks];
            double sum = 0;
            for (int rank = 0; rank < ranks; rank++) {
                sum += Math.pow(rank + 1, -alpha);
                upTo[rank] = sum;
            }
        }

        int next() {
            double wanted = random.nextDouble() * upTo[upTo.length - 1];
            int found = Arrays.binarySearch(upTo, wanted);
            return found >= 0 ? found : Math.min(upTo.length - 1, -found - 1);
        }
    }
}
