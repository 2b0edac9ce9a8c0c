package org.deploynet.engine.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.engine.cache.CacheInvariants;
import org.deploynet.engine.cache.CacheMove;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.cache.Sample;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.engine.torture.Promises.Claim;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.key.KeyId;

/** Remembers what victims of one home said, and looks whether it is true. For one thread. */
final class Witness {
    private static final Duration CATCH_UP = Duration.ofSeconds(60);

    private final Path home;
    private final boolean tight;
    private final Promises promises = new Promises();
    private final List<Long> readyMillis = new ArrayList<>();
    private final List<Long> openMillis = new ArrayList<>();
    private long acknowledged;

    Witness(Path home, boolean tight) {
        this.home = home;
        this.tight = tight;
    }

    /** The last line may be cut short, where the kill came; what was said in full counts. */
    void hear(List<String> lines) {
        lines.forEach(line -> hear(line.split(" ", -1)));
    }

    private void hear(String[] words) {
        switch (words[0]) {
            case "ready" -> {
                if (words.length == 3) {
                    readyMillis.add(Long.parseLong(words[1]));
                    openMillis.add(Long.parseLong(words[2]));
                }
            }
            case "+" -> {
                if (words.length == 4) {
                    promises.keep(claim(words), Integer.parseInt(words[3]));
                    acknowledged++;
                }
            }
            case "-" -> promises.release(claim(words));
            case "x" -> promises.purge(claim(words));
            default -> {}
        }
    }

    private static Claim claim(String[] words) {
        return new Claim(Victim.site(Integer.parseInt(words[1])), Integer.parseInt(words[2]));
    }

    long acknowledged() {
        return acknowledged;
    }

    /** Milliseconds from the start of each process until its cache served. */
    List<Long> readyMillis() {
        return readyMillis;
    }

    /** Of these, what opening the cache and its first answer took. */
    List<Long> openMillis() {
        return openMillis;
    }

    /** Opens the cache and reads everything; returns each broken promise. */
    List<String> look() {
        var broken = new ArrayList<String>();
        try {
            Path cache;
            try (PieceStore store = Stores.open(Victim.options(home, tight), new NioDisk())) {
                if (!Stores.awaitWhole(store, CATCH_UP)) {
                    broken.add("the index does not catch up");
                }
                for (int n = 0; n < Victim.SAMPLES; n++) {
                    look(store, n, broken);
                }
                awaitMove(store, broken);
                cache = store.folder();
                if (store.stats().rottenPieces() > 0) {
                    broken.add(store.stats().rottenPieces() + " rows ahead of their data");
                }
            }
            broken.addAll(CacheInvariants.breaches(new NioDisk(), cache));
            if (!tight) {
                lookAtClaims(cache, broken);
            }
            if (tight && Folders.bytes(home) > Victim.TIGHT_BYTES) {
                broken.add(Folders.bytes(home) + " bytes on disk, quota " + Victim.TIGHT_BYTES);
            }
        } catch (IOException | RuntimeException e) {
            var trace = new java.io.StringWriter();
            e.printStackTrace(new java.io.PrintWriter(trace));
            broken.add("does not start: " + trace);
        }
        return broken;
    }

    // A piece stays while one site holds it: a claim that is lost shows only once the others give theirs up.
    private void lookAtClaims(Path cache, List<String> broken) throws IOException {
        for (int n = 0; n < Victim.SITES; n++) {
            KeyId site = Victim.site(n);
            List<ObjectId> promised = promises.keptFor(site).stream()
                    .map(claim -> Victim.sample(claim.sample()).id())
                    .toList();
            int lost = CacheInvariants.notHeld(cache, site, promised).size();
            if (lost > 0) {
                broken.add(lost + " claims of site " + n + " are lost");
            }
        }
    }

    // A move that was interrupted goes on by itself.
    private static void awaitMove(PieceStore store, List<String> broken) {
        Deadline deadline = Deadline.in(CATCH_UP);
        while (store.currentMove()
                .filter(move -> !move.progress().state().isOver())
                .isPresent()) {
            if (deadline.isOver()) {
                broken.add("a move does not end: " + store.currentMove().map(CacheMove::progress));
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private void look(PieceStore store, int n, List<String> broken) {
        Sample sample = Victim.sample(n);
        for (int piece = 0; piece < sample.pieces(); piece++) {
            Optional<ByteBuffer> bytes = store.piece(sample.id(), piece);
            if (bytes.isPresent() && !bytes.get().equals(sample.piece(piece))) {
                broken.add("a wrong byte in " + n + "/" + piece);
            }
            if (bytes.isEmpty() && promises.isKept(n, piece)) {
                if (tight) {
                    promises.forget(n, piece);
                } else {
                    broken.add("lost " + n + "/" + piece);
                }
            }
        }
    }
}
