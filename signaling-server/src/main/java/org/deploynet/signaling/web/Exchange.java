package org.deploynet.signaling.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.signaling.api.Failure;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One HTTP request and its answer: a bounded body in, JSON or a page out. */
final class Exchange {
    private static final Json OUT = Json.upTo(64 * 1024);

    // Whoever drips a body in would hold one of the few places for a registration.
    private static final Duration BODY_WITHIN = Duration.ofMinutes(2);
    private static final int READ_BYTES = 16 * 1024;
    /** What is read of a body that nobody wants, so that its sender gets to read why. */
    private static final int MAX_UNWANTED_BYTES = 64 * 1024;

    /** The body is longer than allowed. */
    static final class TooLarge extends IOException {
        TooLarge(int maxBytes) {
            super("at most " + maxBytes + " bytes");
        }
    }

    private final Request request;
    private final Response response;
    private final Callback callback;
    private boolean bodyRead;

    Exchange(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    String method() {
        return request.getMethod();
    }

    String path() {
        return Request.getPathInContext(request);
    }

    String header(HttpHeader name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }

    /** Of the query, as it was sent; empty where it is not there. */
    String parameter(String name) {
        String value = Request.extractQueryParameters(request).getValue(name);
        return value == null ? "" : value;
    }

    /** A whole number of the query, not below zero; empty for anything else. */
    Optional<Long> number(String name) {
        String text = parameter(name);
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    byte[] body(int maxBytes) throws IOException {
        if (request.getLength() > maxBytes) {
            throw new TooLarge(maxBytes);
        }
        try (InputStream in = Request.asInputStream(request)) {
            byte[] bytes = read(in, maxBytes);
            bodyRead = true;
            return bytes;
        }
    }

    private static byte[] read(InputStream in, int maxBytes) throws IOException {
        var bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[READ_BYTES];
        long end = System.nanoTime() + BODY_WITHIN.toNanos();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes.write(buffer, 0, read);
            if (bytes.size() > maxBytes) {
                throw new TooLarge(maxBytes);
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("the body took longer than " + BODY_WITHIN.toSeconds() + " s");
            }
        }
        return bytes.toByteArray();
    }

    <T> T json(Class<T> type, int maxBytes) throws IOException, ProtocolException {
        return Json.upTo(maxBytes).read(body(maxBytes), type);
    }

    void answer(int status, Object json) {
        write(status, "application/json", OUT.writeBytes(json));
    }

    /** Refuses. An unread body would meet a closed socket, and its sender a reset instead of the reason: it is read first. */
    void fail(int status, String why) {
        if (!bodyRead && request.getLength() != 0 && !method().equals("GET")) {
            try {
                body(MAX_UNWANTED_BYTES);
            } catch (IOException tooLongOrGone) {
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
            }
        }
        answer(status, new Failure(why));
    }

    /** Empty where the browser sends none of that name. */
    String cookie(String name) {
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    /** Sent with the answer; for this server's own pages only, and for no script. */
    void cookie(String name, String value, Duration lasts) {
        Response.addCookie(
                response,
                HttpCookie.build(name, value)
                        .path("/")
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite(HttpCookie.SameSite.STRICT)
                        .maxAge(lasts.toSeconds())
                        .build());
    }

    void redirect(String path) {
        response.getHeaders().put(HttpHeader.LOCATION, path);
        write(303, "text/plain", new byte[0]);
    }

    void page(int status, String html) {
        response.getHeaders()
                .put(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        write(status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    private void write(int status, String type, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
