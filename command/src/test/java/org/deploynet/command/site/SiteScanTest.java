package org.deploynet.command.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.deploynet.command.site.Omission.Why;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiteScanTest {
    @TempDir
    Path folder;

    @Test
    void listsFilesByTheirCanonicalPaths() throws IOException {
        write("a b.css");
        write("100%.txt");
        write("img/Grüße+1.png");
        write("日本.js");

        assertEquals(
                List.of("/%E6%97%A5%E6%9C%AC.js", "/100%25.txt", "/a%20b.css", "/img/Gr%C3%BC%C3%9Fe%2B1.png"),
                paths());
    }

    @Test
    void listsTwoNamesThatDifferOnlyInCase() throws IOException {
        write("Logo.png");
        write("logo.png");

        assertEquals(List.of("/Logo.png", "/logo.png"), paths());
    }

    @Test
    void namesTheTypeByTheExtension() throws IOException {
        write("a.WOFF2");
        write("b.unknown");
        write("c");

        List<String> types =
                SiteScan.of(folder, false).files().stream().map(SiteFile::type).toList();
        assertEquals(List.of("font/woff2", ContentTypes.UNKNOWN, ContentTypes.UNKNOWN), types);
    }

    @Test
    void leavesOutPagesEmptyFilesAndHiddenNames() throws IOException {
        write("index.html");
        write("page.HTM");
        Files.createFile(folder.resolve("empty.txt"));
        write(".env");
        write(".git/config");

        assertEquals(List.of(), paths());
        assertEquals(Map.of(Why.HTML, 2L, Why.EMPTY, 1L, Why.HIDDEN, 2L), omissions());
    }

    @Test
    void listsPagesWhereThePublisherWantsThem() throws IOException {
        write("index.html");
        write("page.HTM");
        Files.createFile(folder.resolve("empty.html"));

        SiteScan scan = SiteScan.of(folder, true);
        assertEquals(
                List.of("/index.html", "/page.HTM"),
                scan.files().stream().map(SiteFile::path).toList());
        assertEquals(
                List.of(Why.EMPTY), scan.omitted().stream().map(Omission::why).toList());
    }

    @Test
    void listsOtherWellKnownFilesButNeverOurOwn() throws IOException {
        write(".well-known/security.txt");
        write(".well-known/deploynet/manifest.json");
        write("deploynet.js");
        write("deploynet-sw.js");
        write("deploynet-video.js");
        write("deploynet-badge.js");
        write("sub/deploynet.js");

        assertEquals(List.of("/.well-known/security.txt", "/sub/deploynet.js"), paths());
        assertEquals(Map.of(), omissions());
    }

    @Test
    void followsLinksInsideTheFolderOnly() throws IOException {
        write("real/a.css");
        Path secret = Files.writeString(folder.resolveSibling("secret-" + folder.getFileName()), "secret");
        Files.createSymbolicLink(folder.resolve("inside.css"), Path.of("real/a.css"));
        Files.createSymbolicLink(folder.resolve("linked"), Path.of("real"));
        Files.createSymbolicLink(folder.resolve("outside.txt"), secret);
        Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("missing"));
        Files.createSymbolicLink(folder.resolve("real/circle"), Path.of(".."));
        Files.createSymbolicLink(folder.resolve("itself"), Path.of("itself"));

        assertEquals(List.of("/inside.css", "/linked/a.css", "/real/a.css"), paths());
        assertTrue(omissions().getOrDefault(Why.LINK, 0L) >= 4);
        Files.delete(secret);
    }

    @Test
    void leavesOutNamesThatAreNotUtf8() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
        write("good.txt");
        run("printf x > \"$1/$(printf 'bad\\377.txt')\"");

        assertEquals(List.of("/good.txt"), paths());
        assertEquals(Map.of(Why.NAME, 1L), omissions());
    }

    @Test
    void leavesOutWhatIsNeitherFileNorFolder() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")));
        run("mkfifo \"$1/pipe\"");

        assertEquals(Map.of(Why.SPECIAL, 1L), omissions());
    }

    @Test
    void leavesOutPathsThatAManifestCannotHold() throws IOException {
        write("é".repeat(120) + "/" + "é".repeat(120) + "/" + "é".repeat(120) + "/a.txt");

        assertEquals(Map.of(Why.LONG_PATH, 1L), omissions());
    }

    private List<String> paths() throws IOException {
        return SiteScan.of(folder, false).files().stream().map(SiteFile::path).toList();
    }

    private Map<Why, Long> omissions() throws IOException {
        return SiteScan.of(folder, false).omitted().stream()
                .collect(Collectors.groupingBy(Omission::why, Collectors.counting()));
    }

    private void run(String script) throws Exception {
        Process shell = new ProcessBuilder("/bin/sh", "-c", script, "sh", folder.toString()).start();
        assertEquals(0, shell.waitFor());
    }

    private void write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }
}
