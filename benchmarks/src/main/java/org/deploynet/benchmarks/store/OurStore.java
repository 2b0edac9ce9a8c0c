package org.deploynet.benchmarks.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deploynet.engine.cache.Ingest;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.protocol.key.KeyId;

/** The engine's own store, with what it always does: verifies on the way in and on the way out. */
record OurStore(PieceStore store) implements Contender {
    static final KeyId SITE = new KeyId("%040x".formatted(1));
    private static final long QUOTA_BYTES = 100L << 30;

    static OurStore open(Path folder) throws IOException {
        return open(PieceStore.Options.of(folder.resolve("cache"), folder.resolve("state"), QUOTA_BYTES, 0));
    }

    /** With small segments, so that few objects fill several. */
    static OurStore open(Path folder, long segmentBytes) throws IOException {
        return open(
                new PieceStore.Options(folder.resolve("cache"), folder.resolve("state"), QUOTA_BYTES, 0, segmentBytes));
    }

    private static OurStore open(PieceStore.Options options) throws IOException {
        return new OurStore(PieceStore.open(options, new NioDisk(), Clock.systemUTC()));
    }

    @Override
    public void put(Item item) {
        try (Ingest ingest = store.begin(SITE, item.layer()).orElseThrow()) {
            if (!ingest.put(0, ByteBuffer.wrap(item.bytes()))) {
                throw new IllegalStateException("the store refused " + item.id());
            }
        }
    }

    @Override
    public Optional<ByteBuffer> get(Item item) {
        return store.piece(item.id(), 0);
    }

    @Override
    public void delete(List<Item> items, List<Item> others) {
        store.retain(SITE, others.stream().map(Item::id).collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public void close() {
        store.close();
    }
}
