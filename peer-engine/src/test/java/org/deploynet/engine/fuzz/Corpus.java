package org.deploynet.engine.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The inputs that are kept with the sources: messages of real routers, servers and browsers, and what once broke something. {@code
 * NAME.hex} is in hex digits; {@code .sdp} and {@code .http} have lines that end with CR LF on the wire; others are as they are.
 *
 * @param folder with a folder for each target
 */
record Corpus(Path folder) {
    /** Seen from a module's own folder, as tests run. */
    static final Path BESIDE_TESTS = Path.of("src", "test", "corpora");

    /** @param bytes as they come over the wire */
    record Input(String name, byte[] bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    List<Input> of(FuzzTarget target) {
        try (Stream<Path> files = Files.list(folder.resolve(target.name()))) {
            return files.sorted().map(Corpus::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no inputs for " + target.name(), e);
        }
    }

    private static Input read(Path file) {
        String name = file.getFileName().toString();
        try {
            byte[] stored = Files.readAllBytes(file);
            return new Input(name, onTheWire(name, stored));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static byte[] onTheWire(String name, byte[] stored) {
        String text = new String(stored, StandardCharsets.ISO_8859_1);
        if (name.endsWith(".hex")) {
            return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
        }
        return name.endsWith(".sdp") || name.endsWith(".http")
                ? text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1)
                : stored;
    }
}
