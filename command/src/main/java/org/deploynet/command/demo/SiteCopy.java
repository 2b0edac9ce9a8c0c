package org.deploynet.command.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A copy of a site's folder with DeployNet's tag in each page, so that the owner's folder stays as it is. Used by one
 * thread.
 */
final class SiteCopy {
    private static final int MAX_DEPTH = 64;
    private static final Pattern TAG = Pattern.compile("<script[^>]*\\bsrc=[\"']?/deploynet\\.js[^>]*>\\s*</script>");
    private static final Pattern PLACE = Pattern.compile("(?i)</head>|<body[ >]");

    private final Path from;
    private final Path to;

    SiteCopy(Path from, Path to) throws IOException {
        this.from = from.toRealPath();
        this.to = to;
    }

    /** Copies what a web server would show; hidden names and links out of the folder stay behind. */
    void copy() throws IOException {
        Files.createDirectories(to);
        var follow = EnumSet.of(FileVisitOption.FOLLOW_LINKS);
        Files.walkFileTree(from, follow, MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!isShown(folder)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(target(folder));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && isShown(file)) {
                    Files.copy(file, target(file), StandardCopyOption.REPLACE_EXISTING);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException circleOrDeadLink) throws IOException {
                if (Files.isSymbolicLink(file)) {
                    return FileVisitResult.CONTINUE;
                }
                throw circleOrDeadLink;
            }
        });
    }

    /** Puts {@code tag} into every page of the copy, in the place of one that is there already. */
    void insert(String tag) throws IOException {
        try (var files = Files.walk(to)) {
            for (Path page : files.filter(SiteCopy::isPage).toList()) {
                // Byte for byte, whatever encoding the page has: all that is looked for is ASCII.
                String html = new String(Files.readAllBytes(page), StandardCharsets.ISO_8859_1);
                Files.write(page, withTag(html, tag).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    static String withTag(String html, String tag) {
        Matcher present = TAG.matcher(html);
        if (present.find()) {
            return present.replaceFirst(Matcher.quoteReplacement(tag));
        }
        Matcher place = PLACE.matcher(html);
        int at = place.find() ? place.start() : html.length();
        return html.substring(0, at) + tag + "\n" + html.substring(at);
    }

    private static boolean isPage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return (name.endsWith(".html") || name.endsWith(".htm")) && Files.isRegularFile(file);
    }

    private boolean isShown(Path path) throws IOException {
        if (path.equals(from)) {
            return true;
        }
        String name = path.getFileName().toString();
        boolean wellKnown = name.equals(".well-known") && from.equals(path.getParent());
        return (!name.startsWith(".") || wellKnown) && path.toRealPath().startsWith(from);
    }

    private Path target(Path path) {
        return to.resolve(from.relativize(path).toString());
    }
}
