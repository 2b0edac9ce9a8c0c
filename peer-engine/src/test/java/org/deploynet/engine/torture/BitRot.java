package org.deploynet.engine.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.cache.Places;
import org.deploynet.engine.cache.Sample;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.protocol.content.ObjectId;

/** One bit flips in 1 % of the stored pieces, then everything is read, again and again. */
final class BitRot implements Proof {
    private static final int SAMPLES = 10_000;
    private static final int LONGEST_BYTES = 16 * 1024;
    private static final int ROTTEN_OF_ALL = 100;
    private static final int PASSES = 10;

    @Override
    public String name() {
        return "rot";
    }

    @Override
    public String what() {
        return "piece reads with a flipped bit in 1 % of the pieces (up to 16 KiB each)";
    }

    @Override
    public Goal goal() {
        return new Goal(10_000_000, 200_000);
    }

    @Override
    public int weight() {
        return 4;
    }

    @Override
    public Verdict run(Run run) throws Exception {
        var round = new Rounds(run, SAMPLES);
        round.fill();
        while (run.goesOn(round.reads) && round.violations.isEmpty()) {
            round.rotAndRead();
        }
        return new Verdict(
                round.reads,
                round.violations.found(),
                "%,d bits rotted, %,d met and mended by fetching again, %,d wrong bytes"
                        .formatted(round.rotted, round.mended, round.wrong));
    }

    /** The state of one run. */
    private static final class Rounds {
        private final Run run;
        private final Random random;
        private final Violations violations = new Violations();
        private final List<Sample> samples;
        private long reads;
        private long rotted;
        private long mended;
        private long wrong;

        Rounds(Run run, int count) {
            this.run = run;
            this.random = new Random(run.seed());
            // Mostly small, as files of the web are; the largest is one leaf.
            this.samples = IntStream.range(0, count)
                    .mapToObj(n -> Sample.of(
                            run.seed() + n, 64 + (int) (Math.pow(random.nextDouble(), 3) * (LONGEST_BYTES - 64))))
                    .toList();
        }

        private PieceStore open() throws IOException {
            return Stores.open(Stores.options(run.scratch(), Stores.QUOTA_BYTES, 16 << 20), new NioDisk());
        }

        void fill() throws Exception {
            try (PieceStore store = open()) {
                Parallel.forEach(samples, sample -> sample.into(store, Sample.SITE));
            }
        }

        void rotAndRead() throws Exception {
            int planted = rot();
            try (PieceStore store = open()) {
                if (!Stores.awaitWhole(store, Duration.ofSeconds(60))) {
                    violations.add("the index does not catch up, seed " + run.seed());
                }
                Set<Integer> missing = new HashSet<>();
                var order = new ArrayList<>(
                        IntStream.range(0, samples.size()).boxed().toList());
                Collections.shuffle(order, random);
                Function<Sample, Optional<ByteBuffer>> reader = sample -> store.piece(sample.id(), 0);
                order.forEach(n -> read(reader, n, missing));
                if (missing.size() != planted || store.stats().rottenPieces() != planted) {
                    violations.add("%d pieces rotted, %d were missing, %d were counted, seed %d"
                            .formatted(planted, missing.size(), store.stats().rottenPieces(), run.seed()));
                }
                missing.forEach(n -> samples.get(n).into(store, Sample.SITE));
                mended += missing.size();
                for (int pass = 1; pass < PASSES && run.goesOn(reads); pass++) {
                    Set<Integer> stillMissing = new HashSet<>();
                    order.forEach(n -> read(reader, n, stillMissing));
                    stillMissing.forEach(n -> violations.add("not mended: " + n + ", seed " + run.seed()));
                }
            }
        }

        private int rot() throws IOException {
            var spoiler = new Spoiler(random);
            List<Places.Payload> all = new ArrayList<>(Places.payloads(Stores.cache(run.scratch())));
            Collections.shuffle(all, random);
            List<Places.Payload> some = all.subList(0, all.size() / ROTTEN_OF_ALL);
            for (Places.Payload payload : some) {
                spoiler.flip(payload.file(), payload.offset(), payload.length());
            }
            rotted += some.size();
            return some.size();
        }

        private void read(Function<Sample, Optional<ByteBuffer>> reader, int n, Set<Integer> missing) {
            Optional<ByteBuffer> bytes = reader.apply(samples.get(n));
            reads++;
            if (bytes.isEmpty()) {
                missing.add(n);
            } else if (!bytes.get().equals(samples.get(n).piece(0))) {
                wrong++;
                violations.add("gave wrong bytes of " + n + ", seed " + run.seed());
            }
        }
    }

    /** Reads what lies where the index says, as a cache would that does not hash: the proof must call it wrong. */
    static final class Unchecked implements Proof {
        private static final int SOME = 500;

        @Override
        public String name() {
            return "mutant";
        }

        @Override
        public String what() {
            return "mutant: no hash check on read; reads until it is caught";
        }

        @Override
        public Goal goal() {
            return new Goal(SOME, SOME);
        }

        @Override
        public int weight() {
            return 1;
        }

        @Override
        public boolean hasBound() {
            return false;
        }

        @Override
        public Verdict run(Run run) throws Exception {
            var round = new Rounds(run, SOME);
            round.fill();
            round.rot();
            Map<ObjectId, Places.Payload> places = new HashMap<>();
            Places.payloads(Stores.cache(run.scratch())).forEach(payload -> places.put(payload.id(), payload));
            Set<Integer> missing = new HashSet<>();
            for (int n = 0; n < SOME && round.wrong == 0; n++) {
                round.read(
                        sample -> Optional.ofNullable(places.get(sample.id())).map(Unchecked::unchecked), n, missing);
            }
            return round.wrong > 0
                    ? new Verdict(round.reads, List.of(), "no hash check on read: caught after " + round.reads)
                    : new Verdict(
                            round.reads, List.of("reading without a check was not noticed, seed " + run.seed()), "");
        }

        private static ByteBuffer unchecked(Places.Payload place) {
            try (var channel = FileChannel.open(place.file(), StandardOpenOption.READ)) {
                ByteBuffer bytes = ByteBuffer.allocate(place.length());
                channel.read(bytes, place.offset());
                return bytes.flip();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
