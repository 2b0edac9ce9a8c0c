package org.deploynet.command.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiteCopyTest {
    private static final String TAG =
            "<script src=\"/deploynet.js\" data-site=\"5f\" data-signaling=\"ws://x\" async></script>";

    @TempDir
    Path temporary;

    private Path from = Path.of("");
    private Path to = Path.of("");

    @BeforeEach
    void makeFolders() throws IOException {
        from = Files.createDirectory(temporary.resolve("site"));
        to = temporary.resolve("copy");
    }

    @Test
    void leavesTheOwnersFolderAsItIs() throws Exception {
        byte[] page = "<html><head></head><body>\u00e4</body></html>".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(from.resolve("index.html"), page);
        copy();

        assertArrayEquals(page, Files.readAllBytes(from.resolve("index.html")));
        String copied = Files.readString(to.resolve("index.html"), StandardCharsets.ISO_8859_1);
        assertEquals("<html><head>" + TAG + "\n</head><body>\u00e4</body></html>", copied);
    }

    @Test
    void copiesWhatAWebServerWouldShow() throws Exception {
        Files.createDirectories(from.resolve("a b/.git"));
        Files.createDirectories(from.resolve(".well-known"));
        Files.writeString(from.resolve("a b/ü.txt"), "x");
        Files.writeString(from.resolve("a b/.git/config"), "x");
        Files.writeString(from.resolve(".env"), "x");
        Files.writeString(from.resolve(".well-known/security.txt"), "x");
        Files.writeString(temporary.resolve("outside"), "x");
        Files.createSymbolicLink(from.resolve("leak"), temporary.resolve("outside"));
        Files.createSymbolicLink(from.resolve("circle"), from);
        Files.createSymbolicLink(from.resolve("nowhere"), Path.of("missing"));
        copy();

        assertTrue(Files.exists(to.resolve("a b/ü.txt")));
        assertTrue(Files.exists(to.resolve(".well-known/security.txt")));
        for (String hidden : new String[] {".env", "a b/.git", "leak", "circle", "nowhere"}) {
            assertFalse(Files.exists(to.resolve(hidden)), hidden);
        }
    }

    @Test
    void putsTheTagInThePlaceOfAnEarlierOne() {
        String page = "<head><script async src='/deploynet.js' data-site=\"old\"></script></head>";

        assertEquals("<head>" + TAG + "</head>", SiteCopy.withTag(page, TAG));
    }

    @Test
    void putsTheTagIntoPagesWithoutAHead() {
        assertEquals(TAG + "\n<body class=x>", SiteCopy.withTag("<body class=x>", TAG));
        assertEquals("<p>x" + TAG + "\n", SiteCopy.withTag("<p>x", TAG));
    }

    private void copy() throws IOException {
        var copy = new SiteCopy(from, to);
        copy.copy();
        copy.insert(TAG);
    }
}
