package org.deploynet.signaling.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.signaling.api.Failure;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One HTTP request and its answer: a bounded body in, JSON or a page out. */
final class Exchange {
    private static final Json OUT = Json.upTo(64 * 1024);

    /** The body is longer than allowed. */
    static final class TooLarge extends IOException {
        TooLarge(int maxBytes) {
            super("at most " + maxBytes + " bytes");
        }
    }

    private final Request request;
    private final Response response;
    private final Callback callback;

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

    byte[] body(int maxBytes) throws IOException {
        if (request.getLength() > maxBytes) {
            throw new TooLarge(maxBytes);
        }
        try (InputStream in = Request.asInputStream(request)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new TooLarge(maxBytes);
            }
            return bytes;
        }
    }

    <T> T json(Class<T> type, int maxBytes) throws IOException, ProtocolException {
        return Json.upTo(maxBytes).read(body(maxBytes), type);
    }

    void answer(int status, Object json) {
        write(status, "application/json", OUT.writeBytes(json));
    }

    void fail(int status, String why) {
        answer(status, new Failure(why));
    }

    void page(String html) {
        response.getHeaders()
                .put(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        write(200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    private void write(int status, String type, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
