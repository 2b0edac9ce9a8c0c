package org.deploynet.benchmarks.traces;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Reads a trace from a file, also a gzipped one. {@code *.csv}: a heading that names columns, of which {@code id} or {@code lbn}
 * and {@code size} count (libCacheSim). {@code *.ints}: 32-bit big-endian object numbers without lengths (cache2k). Anything
 * else: lines of {@code time id size} (webcachesim). Objects without a length get {@link #NO_LENGTH_BYTES}.
 */
final class TraceFile {
    static final int NO_LENGTH_BYTES = 16 * 1024;

    private static final int MOST_REQUESTS = 20_000_000;
    private static final Pattern BETWEEN = Pattern.compile("[ ,\t]+");

    private TraceFile() {}

    static Trace read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            var trace = new Trace.Builder();
            if (plain.endsWith(".ints")) {
                readInts(in, trace);
            } else {
                readLines(in, trace, plain.endsWith(".csv"));
            }
            return trace.build(name);
        }
    }

    private static void readInts(InputStream in, Trace.Builder trace) throws IOException {
        var numbers = new DataInputStream(new BufferedInputStream(in));
        try {
            for (int n = 0; n < MOST_REQUESTS; n++) {
                trace.request(numbers.readInt(), NO_LENGTH_BYTES);
            }
        } catch (EOFException end) {
            return;
        }
    }

    private static void readLines(InputStream in, Trace.Builder trace, boolean heading) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        Columns columns = heading ? Columns.named(String.valueOf(lines.readLine())) : new Columns(1, Optional.of(2));
        String line;
        for (int n = 0; n < MOST_REQUESTS && (line = lines.readLine()) != null; n++) {
            String[] fields = BETWEEN.split(line.strip(), -1);
            if (fields.length > columns.id()) {
                trace.request(Long.parseLong(fields[columns.id()]), columns.length(fields));
            }
        }
    }

    private record Columns(int id, Optional<Integer> size) {
        static Columns named(String heading) throws IOException {
            int id = -1;
            Optional<Integer> size = Optional.empty();
            String[] names = BETWEEN.split(heading.strip(), -1);
            for (int n = 0; n < names.length; n++) {
                switch (names[n]) {
                    case "id", "lbn", "obj_id" -> id = n;
                    case "size", "obj_size" -> size = Optional.of(n);
                    default -> {}
                }
            }
            if (id < 0) {
                throw new IOException("no column id or lbn in: " + heading);
            }
            return new Columns(id, size);
        }

        long length(String[] fields) {
            return size.filter(at -> at < fields.length)
                    .map(at -> Long.parseLong(fields[at]))
                    .orElse((long) NO_LENGTH_BYTES);
        }
    }
}
