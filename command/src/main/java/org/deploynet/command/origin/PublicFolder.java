package org.deploynet.command.origin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files a web server may show: below one folder, by their plain names, nothing hidden, and no link that leads out. Safe
 * from any thread.
 */
final class PublicFolder {
    private static final int MAX_PATH_CHARS = 4096;
    private static final String WELL_KNOWN = ".well-known";

    private final Path root;

    PublicFolder(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    /** What is at {@code rawPath} of a URL: a file or a folder; empty where nothing may be shown. */
    Optional<Path> find(String rawPath) {
        if (!rawPath.startsWith("/") || rawPath.length() > MAX_PATH_CHARS) {
            return Optional.empty();
        }
        try {
            Path found = root;
            for (String segment : rawPath.substring(1).split("/", -1)) {
                String name = decode(segment);
                if (!name.isEmpty()) {
                    found = found.resolve(allowed(name, found.equals(root)));
                }
            }
            return Optional.of(found.toRealPath()).filter(real -> real.startsWith(root));
        } catch (IllegalArgumentException | IOException notShown) {
            return Optional.empty();
        }
    }

    private static String allowed(String name, boolean atTop) {
        boolean hidden = name.startsWith(".") && !(atTop && name.equals(WELL_KNOWN));
        if (hidden
                || name.contains("/")
                || name.contains(FileSystems.getDefault().getSeparator())) {
            throw new InvalidPathException(name, "not shown");
        }
        return name;
    }

    private static String decode(String segment) {
        ByteBuffer bytes = ByteBuffer.allocate(segment.length() * 4);
        for (int i = 0; i < segment.length(); i++) {
            if (segment.charAt(i) == '%') {
                bytes.put((byte) Integer.parseInt(segment, i + 1, Math.min(i + 3, segment.length()), 16));
                i += 2;
            } else {
                bytes.put(segment.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }

    /** The page of a folder. */
    static Optional<Path> index(Path folder) {
        return Optional.of(folder.resolve("index.html")).filter(Files::isRegularFile);
    }
}
