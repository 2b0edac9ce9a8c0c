package org.deploynet.engine.fill;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.deploynet.engine.fill.FetchQueue.Place;
import org.deploynet.engine.fill.FetchQueue.Rank;
import org.deploynet.engine.fill.KeptSite.Assignment;
import org.junit.jupiter.api.Test;

class FetchQueueTest {
    private final FetchQueue queue = new FetchQueue(4);
    private final List<String> entered = new CopyOnWriteArrayList<>();
    private final Deque<Place> held = new ArrayDeque<>();

    private void takeAllPlaces() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            held.add(queue.enter(new Rank("busy" + i, 0, 0)));
        }
    }

    /** In a thread of its own; it leaves at once. */
    private Thread come(String name, Rank rank) {
        Thread thread = Thread.ofVirtual().start(() -> {
            try (var _ = queue.enter(rank)) {
                entered.add(name);
            } catch (InterruptedException e) {
                entered.add(name + " was interrupted");
            }
        });
        await().until(() -> thread.getState() == Thread.State.WAITING || !thread.isAlive());
        return thread;
    }

    @Test
    void letsManifestsInFirstThenTheRarestThenTheSmallest() throws InterruptedException {
        takeAllPlaces();
        come("unknown", new Rank("a", Assignment.UNKNOWN, 1));
        come("common", new Rank("b", 5, 1));
        come("rare and large", new Rank("c", 0, 1_000_000));
        come("rare and small", new Rank("d", 0, 10));
        come("manifest", Rank.manifest("e"));
        assertEquals(List.of(), entered);
        held.removeFirst().close();
        await().until(() -> entered.size() == 5);
        assertEquals(List.of("manifest", "rare and small", "rare and large", "common", "unknown"), entered);
    }

    @Test
    void givesNoOriginTheLastPlace() throws InterruptedException {
        var places = new ArrayList<Place>();
        for (int i = 0; i < 3; i++) {
            places.add(queue.enter(new Rank("slow", 0, 0)));
        }
        come("slow", new Rank("slow", 0, 0));
        come("other", new Rank("other", 9, 9));
        await().until(() -> entered.contains("other"));
        assertFalse(entered.contains("slow"));
        places.getFirst().close();
        await().until(() -> entered.contains("slow"));
    }

    @Test
    void losesNoPlaceToOneWhoGaveUp() throws InterruptedException {
        takeAllPlaces();
        Thread impatient = come("impatient", new Rank("a", 0, 0));
        impatient.interrupt();
        impatient.join();
        assertEquals(List.of("impatient was interrupted"), entered);
        held.forEach(Place::close);
        assertFalse(queue.isBusy());
        for (int i = 0; i < 4; i++) {
            queue.enter(new Rank("b" + i, 0, 0));
        }
        assertTrue(queue.isBusy());
    }
}
