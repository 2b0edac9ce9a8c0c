package org.deploynet.engine.serve;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Who sends next: deficit round robin (Shreedhar and Varghese, 1996), in which whoever had nothing to send goes before all who
 * send on and on, as a new flow does in RFC 8290 (section 4.2), and so does what is urgent. Who goes ahead has its share early,
 * not twice: its turn in the ring brings only the rest of it. A share is a quantum of payload bytes. For one thread.
 */
final class Turns {
    private final ArrayDeque<Outbox> ahead = new ArrayDeque<>();
    private final ArrayDeque<Outbox> ring = new ArrayDeque<>();
    private Optional<Outbox> interrupted = Optional.empty();
    private int inVain;

    /** One link's place among the others. */
    static final class Place {
        private int left;
        private boolean isInRing;
        private boolean isAhead;
        private boolean hadItsShare;
        private boolean isForWhatIsUrgent;

        /** Bytes it may still send of its share. */
        int left() {
            return left;
        }

        void spend(int bytes) {
            left -= bytes;
        }

        /** It cannot take its share now, and nothing is saved up. */
        void forgo() {
            left = 0;
        }
    }

    /** Something more was staged. */
    void comes(Outbox outbox, int quantum) {
        Place place = outbox.place();
        boolean isUnderWay = interrupted.filter(waiting -> waiting == outbox).isPresent();
        if (!place.isAhead && !isUnderWay && (!place.isInRing || mayGoAhead(outbox, quantum))) {
            place.isForWhatIsUrgent = place.isInRing && outbox.isUrgent();
            place.isAhead = true;
            ahead.addLast(outbox);
        }
    }

    private static boolean mayGoAhead(Outbox outbox, int quantum) {
        return outbox.place().hadItsShare ? hasLeft(outbox, quantum) : outbox.isUrgent();
    }

    private static boolean hasLeft(Outbox outbox, int quantum) {
        return outbox.place().left >= outbox.nextPayload(quantum);
    }

    boolean isEmpty() {
        return ahead.isEmpty() && ring.isEmpty() && interrupted.isEmpty();
    }

    /** From here on everybody has a turn again. */
    void begin() {
        inVain = 0;
    }

    /** Whether anybody is left who did not have a turn since somebody last sent something. */
    boolean hasNext() {
        return interrupted.isPresent() || !ahead.isEmpty() || inVain < ring.size();
    }

    /** Takes out the one whose turn it is; afterwards it goes on later, waits in the ring, or leaves. */
    Outbox next(int quantum) {
        if (interrupted.isPresent()) {
            Outbox outbox = interrupted.get();
            interrupted = Optional.empty();
            // A cap that was raised meanwhile has larger frames: with a smaller share its frame would wait for ever.
            outbox.place().left = Math.max(outbox.place().left, outbox.nextPayload(quantum));
            return outbox;
        }
        boolean isEarly = !ahead.isEmpty();
        Outbox outbox = isEarly ? ahead.removeFirst() : nextOfRing(quantum);
        Place place = outbox.place();
        place.left += place.hadItsShare ? 0 : quantum;
        place.hadItsShare = isEarly;
        place.isAhead = false;
        return outbox;
    }

    private Outbox nextOfRing(int quantum) {
        Outbox outbox = ring.removeFirst();
        while (outbox.place().hadItsShare && !hasLeft(outbox, quantum)) {
            outbox.place().hadItsShare = false;
            ring.addLast(outbox);
            outbox = ring.removeFirst();
        }
        outbox.place().isInRing = false;
        return outbox;
    }

    /** Whether it went ahead of others though it has more to send. */
    boolean isUrgent(Outbox outbox) {
        return outbox.place().isForWhatIsUrgent;
    }

    /** Whether its turn is for what it would send next. */
    boolean isFor(Outbox outbox) {
        return !isUrgent(outbox) || outbox.isUrgent();
    }

    /** Its turn is not over, but it has to wait, and all others with it. */
    void goesOnLater(Outbox outbox) {
        interrupted = Optional.of(outbox);
    }

    /** Its turn is over. */
    void waits(Outbox outbox, boolean hasSent) {
        Place place = outbox.place();
        place.isForWhatIsUrgent = false;
        if (hasSent) {
            inVain = 0;
        } else if (!place.isInRing) {
            inVain++;
        }
        if (!place.isInRing) {
            place.isInRing = true;
            ring.addLast(outbox);
        }
    }

    /** It has nothing to send. */
    void leaves(Outbox outbox) {
        Place place = outbox.place();
        if (!place.isInRing) {
            place.left = 0;
            place.hadItsShare = false;
        }
    }
}
