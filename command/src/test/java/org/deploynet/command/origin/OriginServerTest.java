package org.deploynet.command.origin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OriginServerTest {
    @TempDir
    Path temporary;

    private final HttpClient http = HttpClient.newHttpClient();
    private final byte[] bytes = new byte[300_000];
    private Path folder = Path.of("");
    private @Nullable OriginServer started;

    @BeforeEach
    void start() throws IOException {
        new Random(7).nextBytes(bytes);
        folder = Files.createDirectory(temporary.resolve("site"));
        Files.write(folder.resolve("film.webm"), bytes);
        Files.writeString(folder.resolve("index.html"), "<p>page</p>");
        Files.createDirectories(folder.resolve("sub dir"));
        Files.writeString(folder.resolve("sub dir/Grüße 100%.txt"), "hello");
        Files.writeString(folder.resolve("sub dir/index.html"), "sub");
        Files.writeString(folder.resolve(".env"), "secret");
        Files.writeString(temporary.resolve("outside.txt"), "secret");
        Files.createSymbolicLink(folder.resolve("leak.txt"), temporary.resolve("outside.txt"));
        Files.createFile(folder.resolve("empty.txt"));
        started = OriginServer.start(folder, 0);
    }

    @AfterEach
    void stop() {
        origin().close();
        http.close();
    }

    @Test
    void servesAWholeFileWithItsTypeAndAnEntityTag() throws Exception {
        HttpResponse<byte[]> answer = get("/film.webm");

        assertEquals(200, answer.statusCode());
        assertArrayEquals(bytes, answer.body());
        assertEquals("video/webm", header(answer, "Content-Type"));
        assertEquals("bytes", header(answer, "Accept-Ranges"));
        assertTrue(answer.headers().firstValue("Content-Encoding").isEmpty());
        assertEquals(
                304, get("/film.webm", "If-None-Match", header(answer, "ETag")).statusCode());
    }

    @Test
    void servesRangesFromEitherEnd() throws Exception {
        assertPart("bytes=100-199", 100, 200);
        assertPart("bytes=299990-", 299_990, 300_000);
        assertPart("bytes=-10", 299_990, 300_000);
        assertPart("bytes=299990-999999", 299_990, 300_000);
        assertPart("bytes=0-0", 0, 1);
    }

    @Test
    void refusesRangesThatTheFileDoesNotHave() throws Exception {
        HttpResponse<byte[]> answer = get("/film.webm", "Range", "bytes=300000-");

        assertEquals(416, answer.statusCode());
        assertEquals("bytes */300000", header(answer, "Content-Range"));
    }

    @Test
    void servesTheWholeFileForRangesItDoesNotDo() throws Exception {
        for (String range : List.of("bytes=0-1,5-6", "bytes=9-3", "lines=1-2", "bytes=-", "bytes=x")) {
            assertEquals(200, get("/film.webm", "Range", range).statusCode(), range);
        }
    }

    @Test
    void servesTheWholeFileWhenItIsNoLongerTheOneTheClientBeganWith() throws Exception {
        String tag = header(get("/film.webm"), "ETag");

        assertEquals(206, ranged(tag).statusCode());
        assertEquals(200, ranged("\"another\"").statusCode());
    }

    @Test
    void answersHeadWithTheLengthAndNoBody() throws Exception {
        HttpRequest head = HttpRequest.newBuilder(at("/film.webm")).HEAD().build();
        HttpResponse<byte[]> answer = http.send(head, HttpResponse.BodyHandlers.ofByteArray());

        assertEquals(200, answer.statusCode());
        assertEquals("300000", header(answer, "Content-Length"));
        assertEquals(0, answer.body().length);
    }

    @Test
    void servesFoldersByTheirPage() throws Exception {
        assertEquals("<p>page</p>", text(get("/")));
        assertEquals("sub", text(get("/sub%20dir/")));
        assertEquals("/sub%20dir/", header(get("/sub%20dir"), "Location"));
    }

    @Test
    void servesNamesWithBlanksPercentSignsAndUnicode() throws Exception {
        assertEquals("hello", text(get("/sub%20dir/Gr%C3%BC%C3%9Fe%20100%25.txt")));
        assertEquals(200, get("/empty.txt").statusCode());
    }

    @Test
    void showsNothingHiddenAndNothingOutside() throws Exception {
        for (String path : List.of(
                "/.env",
                "/leak.txt",
                "/../outside.txt",
                "/%2e%2e/outside.txt",
                "/sub%20dir/..%2f..%2foutside.txt",
                "/..%5coutside.txt",
                "/sub%20dir/../../outside.txt",
                "/film.webm/",
                "/film.webm/x",
                "/missing",
                "/bad%zz",
                "/bad%",
                "/%ff",
                "/nul%00",
                "/" + "a/".repeat(3000))) {
            String answer = raw("GET " + path + " HTTP/1.1");
            assertFalse(answer.contains("secret"), path);
            assertFalse(
                    answer.startsWith("HTTP/1.1 200"),
                    path + " gave " + answer.lines().findFirst());
        }
    }

    @Test
    void answersTheQuestionForAnIconThatASiteLacks() throws Exception {
        assertEquals(204, get("/favicon.ico").statusCode());
        Files.writeString(folder.resolve("favicon.ico"), "icon");
        assertEquals("icon", text(get("/favicon.ico")));
    }

    @Test
    void refusesOtherMethods() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(at("/film.webm"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();
        HttpResponse<byte[]> answer = http.send(post, HttpResponse.BodyHandlers.ofByteArray());

        assertEquals(405, answer.statusCode());
        assertEquals("GET, HEAD", header(answer, "Allow"));
    }

    @Test
    void answersSeveralRequestsOnOneConnection() throws Exception {
        String twice = raw("GET /sub%20dir/ HTTP/1.1\r\nHost: x\r\n\r\nGET /sub%20dir/ HTTP/1.1");

        assertEquals(2, twice.split("HTTP/1.1 200", -1).length - 1);
    }

    @Test
    void saysThatItsPortIsTaken() {
        assertThrows(
                BindException.class,
                () -> OriginServer.start(folder, origin().uri().getPort()));
    }

    private void assertPart(String range, int from, int to) throws Exception {
        HttpResponse<byte[]> answer = get("/film.webm", "Range", range);

        assertEquals(206, answer.statusCode(), range);
        assertArrayEquals(Arrays.copyOfRange(bytes, from, to), answer.body(), range);
        assertEquals("bytes " + from + "-" + (to - 1) + "/300000", header(answer, "Content-Range"));
    }

    private HttpResponse<byte[]> ranged(String tag) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at("/film.webm"))
                .header("Range", "bytes=0-9")
                .header("If-Range", tag)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    // The HTTP client would tidy such paths up.
    private String raw(String request) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), origin().uri().getPort())) {
            String message = request + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(message.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI at(String path) {
        return URI.create(origin().uri() + path);
    }

    private OriginServer origin() {
        return java.util.Objects.requireNonNull(started);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
