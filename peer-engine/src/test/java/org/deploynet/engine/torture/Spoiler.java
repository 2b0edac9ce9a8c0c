package org.deploynet.engine.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;

/** Changes files on purpose, in place. For one thread. */
final class Spoiler {
    private static final int PAGE_BYTES = 4096;
    private static final int HEADER_BYTES = 100;

    private final Random random;

    Spoiler(Random random) {
        this.random = random;
    }

    /** Flips one bit of the {@code length} bytes at {@code offset}. */
    void flip(Path file, long offset, long length) throws IOException {
        if (length == 0) {
            return;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long at = offset + random.nextLong(length);
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ (1 << random.nextInt(8))));
            channel.write(one.rewind(), at);
        }
    }

    /** One of the ways in which a database gets damaged; says which. */
    String damage(Path database) throws IOException {
        Path log = database.resolveSibling(database.getFileName() + "-wal");
        byte[] bytes = Files.readAllBytes(database);
        return switch (random.nextInt(9)) {
            case 0 -> {
                Files.write(database, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
                yield "truncated";
            }
            case 1 -> {
                Files.write(database, new byte[0]);
                yield "zero-length";
            }
            case 2 -> {
                Files.write(database, new byte[bytes.length]);
                yield "zeroed";
            }
            case 3 -> {
                fill(bytes, random.nextInt(bytes.length / PAGE_BYTES) * PAGE_BYTES, PAGE_BYTES, false);
                Files.write(database, bytes);
                yield "a random page";
            }
            case 4 -> {
                fill(bytes, random.nextInt(bytes.length / PAGE_BYTES) * PAGE_BYTES, PAGE_BYTES, true);
                Files.write(database, bytes);
                yield "a zero page";
            }
            case 5 -> {
                fill(bytes, random.nextInt(HEADER_BYTES), 1 + random.nextInt(8), false);
                Files.write(database, bytes);
                yield "the header";
            }
            case 6 -> {
                Files.delete(database);
                yield "missing";
            }
            case 7 -> {
                byte[] both = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
                fill(both, both.length == 0 ? 0 : random.nextInt(both.length), 200, false);
                Files.write(log, both);
                yield "its log";
            }
            default -> {
                for (int i = 0; i < 50; i++) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
                }
                Files.write(database, bytes);
                yield "50 bytes of it";
            }
        };
    }

    private void fill(byte[] bytes, int from, int count, boolean zero) {
        for (int at = from; at < Math.min(bytes.length, from + count); at++) {
            bytes[at] = zero ? 0 : (byte) random.nextInt();
        }
    }
}
