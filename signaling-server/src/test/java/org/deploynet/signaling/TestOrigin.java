package org.deploynet.signaling;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.SignedManifest;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** A publisher's own web server on loopback, as honest as a test wants it. */
final class TestOrigin implements AutoCloseable {
    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private volatile int status = 200;

    TestOrigin() throws Exception {
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        jetty.setHandler(new Files());
        jetty.start();
    }

    URI uri() {
        return URI.create("http://localhost:" + connector.getLocalPort());
    }

    void serve(SignedManifest signed) {
        files.put(Manifest.PATH, signed.bytes());
        files.put(Manifest.SIGNATURE_PATH, signed.signature().getBytes(StandardCharsets.US_ASCII));
    }

    void serve(String path, byte[] bytes) {
        files.put(path, bytes);
    }

    void answer(int code) {
        status = code;
    }

    void header(String name, String value) {
        headers.put(name, value);
    }

    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Files extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            byte[] file = files.get(Request.getPathInContext(request));
            response.setStatus(file == null ? 404 : status);
            headers.forEach((name, value) -> response.getHeaders().put(name, value));
            response.write(true, ByteBuffer.wrap(file == null ? new byte[0] : file), callback);
            return true;
        }
    }
}
