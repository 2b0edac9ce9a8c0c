package org.deploynet.benchmarks.traces;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deploynet.engine.cache.policy.PieceKey;

/**
 * Requests for pieces in their order.
 *
 * @param requests which piece each is for
 * @param keys the pieces, as the policies know them
 * @param bytes their lengths
 */
record Trace(String name, int[] requests, long[] keys, int[] bytes) {
    private static final int PIECE_BYTES = 256 * 1024;

    /** The bytes of all pieces that are asked for at all. */
    long footprintBytes() {
        long sum = 0;
        for (int length : bytes) {
            sum += length;
        }
        return sum;
    }

    long requestedBytes() {
        long sum = 0;
        for (int request : requests) {
            sum += bytes[request];
        }
        return sum;
    }

    /** Puts a trace together; an object longer than a piece is asked for piece by piece. For one thread. */
    static final class Builder {
        private final List<Integer> requests = new ArrayList<>();
        private final Map<Long, Integer> numbers = new HashMap<>();
        private final List<Long> keys = new ArrayList<>();
        private final List<Integer> bytes = new ArrayList<>();

        void request(long object, long objectBytes) {
            int piece = 0;
            for (long at = 0; at == 0 || at < objectBytes; at += PIECE_BYTES) {
                int length = Math.clamp(objectBytes - at, 1, PIECE_BYTES);
                requests.add(number(PieceKey.of(object, piece++, length), length));
            }
        }

        private int number(long key, int length) {
            return numbers.computeIfAbsent(key, missing -> {
                keys.add(key);
                bytes.add(length);
                return keys.size() - 1;
            });
        }

        Trace build(String name) {
            return new Trace(
                    name,
                    requests.stream().mapToInt(Integer::intValue).toArray(),
                    keys.stream().mapToLong(Long::longValue).toArray(),
                    bytes.stream().mapToInt(Integer::intValue).toArray());
        }
    }
}
