package org.deploynet.command.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.command.site.Omission.Why;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.content.SitePath;

/**
 * What a site's folder holds: the files a manifest can list, in the order of their paths, and what is left out and why.
 * Links are followed as long as they stay inside the folder. Immutable.
 */
public record SiteScan(List<SiteFile> files, List<Omission> omitted, List<Path> unreadable) {
    private static final String WELL_KNOWN_FOLDER = ".well-known";
    /** Links between folders can spell the same file in more ways than anyone can wait for. */
    private static final int MAX_NAMES = 2_000_000;

    /**
     * Looks at every name below {@code folder}; fails only where the folder itself cannot be read.
     *
     * @param html whether HTML pages are listed, too
     */
    public static SiteScan of(Path folder, boolean html) throws IOException {
        var walk = new Walk(folder.toRealPath(), html);
        walk.folder(walk.root, List.of(), List.of(walk.root));
        walk.files.sort((one, other) -> one.path().compareTo(other.path()));
        return new SiteScan(List.copyOf(walk.files), List.copyOf(walk.omitted), List.copyOf(walk.unreadable));
    }

    public long totalBytes() {
        return files.stream().mapToLong(SiteFile::size).sum();
    }

    /** The name as its bytes say, whatever this terminal's locale is; empty where they are not UTF-8. */
    static Optional<String> utf8Name(Path file) {
        String raw = file.toUri().toASCIIString();
        String last = raw.substring(raw.lastIndexOf('/', raw.length() - 2) + 1);
        String name = last.endsWith("/") ? last.substring(0, last.length() - 1) : last;
        ByteBuffer bytes = ByteBuffer.allocate(name.length());
        for (int i = 0; i < name.length(); i++) {
            boolean escape = name.charAt(i) == '%';
            bytes.put((byte) (escape ? Integer.parseInt(name, i + 1, i + 3, 16) : name.charAt(i)));
            i += escape ? 2 : 0;
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** One pass over the tree; used by one thread, once. */
    private static final class Walk {
        private final Path root;
        private final boolean html;
        private final List<SiteFile> files = new ArrayList<>();
        private final List<Omission> omitted = new ArrayList<>();
        private final List<Path> unreadable = new ArrayList<>();
        private int namesSeen;

        Walk(Path root, boolean html) {
            this.root = root;
            this.html = html;
        }

        void folder(Path folder, List<String> names, List<Path> above) throws IOException {
            try (Stream<Path> children = Files.list(folder)) {
                for (Path child : children.toList()) {
                    entry(child, names, above);
                }
            } catch (UncheckedIOException e) {
                unreadableUnlessRoot(folder, new IOException(e));
            } catch (AccessDeniedException e) {
                unreadableUnlessRoot(folder, e);
            }
        }

        private void unreadableUnlessRoot(Path folder, IOException e) throws IOException {
            if (folder.equals(root)) {
                throw e;
            }
            unreadable.add(folder);
        }

        private void entry(Path child, List<String> names, List<Path> above) throws IOException {
            if (++namesSeen > MAX_NAMES) {
                throw new IOException("more than " + MAX_NAMES + " names below " + root);
            }
            Optional<String> name = utf8Name(child);
            if (name.isEmpty()) {
                omit(child, Why.NAME);
            } else if (name.get().startsWith(".") && !isWellKnown(name.get(), names)) {
                omit(child, Why.HIDDEN);
            } else {
                named(child, Stream.concat(names.stream(), name.stream()).toList(), above);
            }
        }

        private void named(Path child, List<String> names, List<Path> above) throws IOException {
            Optional<Path> real = insideRoot(child);
            if (real.isEmpty()) {
                omit(child, Why.LINK);
                return;
            }
            var attributes = Files.readAttributes(real.get(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                subfolder(real.get(), names, above, child);
            } else if (attributes.isRegularFile()) {
                file(real.get(), names, attributes.size());
            } else {
                omit(child, Why.SPECIAL);
            }
        }

        private void subfolder(Path real, List<String> names, List<Path> above, Path seenAs) throws IOException {
            boolean circle = above.contains(real);
            if (circle) {
                omit(seenAs, Why.LINK);
            } else if (!isOurs(SitePath.ofNames(names) + "/")) {
                folder(
                        real,
                        names,
                        Stream.concat(above.stream(), Stream.of(real)).toList());
            }
        }

        private void file(Path real, List<String> names, long size) {
            String path = SitePath.ofNames(names);
            String type = ContentTypes.of(names.getLast());
            if (isOurs(path)) {
                return;
            }
            if (path.length() > SitePath.MAX_CHARS) {
                omit(real, Why.LONG_PATH);
            } else if (size == 0) {
                omit(real, Why.EMPTY);
            } else if (size > Pieces.MAX_OBJECT_BYTES) {
                omit(real, Why.TOO_LARGE);
            } else if (!html && ContentTypes.isHtml(type)) {
                omit(real, Why.HTML);
            } else if (!Files.isReadable(real)) {
                unreadable.add(real);
            } else {
                files.add(new SiteFile(real, path, size, type));
            }
        }

        private Optional<Path> insideRoot(Path child) throws IOException {
            if (!Files.isSymbolicLink(child)) {
                return Optional.of(child);
            }
            try {
                return Optional.of(child.toRealPath()).filter(real -> real.startsWith(root));
            } catch (java.nio.file.FileSystemException nowhere) {
                return Optional.empty();
            }
        }

        private static boolean isWellKnown(String name, List<String> names) {
            return names.isEmpty() && name.equals(WELL_KNOWN_FOLDER);
        }

        private static boolean isOurs(String path) {
            return SitePath.isCanonical(path) && !Manifest.mayList(path);
        }

        private void omit(Path where, Why why) {
            omitted.add(new Omission(where, why));
        }
    }
}
