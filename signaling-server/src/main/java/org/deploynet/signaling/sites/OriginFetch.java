package org.deploynet.signaling.sites;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.deploynet.protocol.net.OriginAddresses;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.jspecify.annotations.Nullable;

/**
 * Reads a small file from an origin: one address look-up, no redirects, no content encoding, bounded in bytes and time.
 * Safe from any thread; blocks.
 */
public final class OriginFetch implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int IDLE_MILLIS = 10_000;
    private static final int TOTAL_SECONDS = 60;
    private static final int HEADER_BYTES = 16 * 1024;
    private static final int READ_BYTES = 16 * 1024;

    private final OriginAddresses addresses;
    private final HttpClient client;

    public OriginFetch(OriginAddresses addresses) {
        this.addresses = addresses;
        this.client = new HttpClient();
    }

    public void start() throws Exception {
        client.setFollowRedirects(false);
        client.setConnectTimeout(CONNECT_MILLIS);
        client.setIdleTimeout(IDLE_MILLIS);
        client.setAddressResolutionTimeout(CONNECT_MILLIS);
        client.setMaxResponseHeadersSize(HEADER_BYTES);
        client.setUserAgentField(null);
        client.setSocketAddressResolver(new CheckedResolver());
        client.start();
        client.getContentDecoderFactories().clear();
        client.getProtocolHandlers().clear();
    }

    /** The bytes of {@code path} at {@code origin}, at most {@code maxBytes}. */
    byte[] fetch(URI origin, String path, int maxBytes) throws IOException {
        try (var listener = new OpenResponse(request(origin.resolve(path)))) {
            return listener.read(maxBytes);
        }
    }

    @Override
    public void close() {
        try {
            client.stop();
        } catch (Exception e) {
            throw new IllegalStateException("could not stop asking origins", e);
        }
    }

    private Request request(URI uri) {
        return client.newRequest(uri)
                .headers(headers -> headers.put(HttpHeader.ACCEPT_ENCODING, "identity")
                        .put(HttpHeader.CACHE_CONTROL, "no-cache")
                        .put(HttpHeader.CONNECTION, "close"))
                .timeout(TOTAL_SECONDS, TimeUnit.SECONDS);
    }

    /** A request under way; closing it gives up what has not arrived. */
    private static final class OpenResponse implements AutoCloseable {
        private final InputStreamResponseListener listener = new InputStreamResponseListener();
        private final Request request;

        OpenResponse(Request request) {
            this.request = request;
        }

        byte[] read(int maxBytes) throws IOException {
            request.send(listener);
            Response response = await();
            if (response.getStatus() != HttpStatus.OK_200) {
                throw new IOException("the origin answered " + response.getStatus());
            }
            String encoding = response.getHeaders().get(HttpHeader.CONTENT_ENCODING);
            if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
                throw new IOException("the origin used a content encoding that was not asked for");
            }
            try (InputStream body = listener.getInputStream()) {
                return bounded(body, maxBytes);
            }
        }

        private Response await() throws IOException {
            try {
                return listener.get(TOTAL_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new IOException(reason(e.getCause()), e);
            } catch (TimeoutException e) {
                throw new IOException("the origin did not answer in " + TOTAL_SECONDS + " s", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        private static String reason(@Nullable Throwable cause) {
            return cause instanceof OriginAddresses.Refused refused
                    ? String.valueOf(refused.getMessage())
                    : "the origin could not be asked: " + cause;
        }

        private static byte[] bounded(InputStream body, int maxBytes) throws IOException {
            var bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[READ_BYTES];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                bytes.write(buffer, 0, read);
                if (bytes.size() > maxBytes) {
                    throw new IOException("the origin sent more than " + maxBytes + " bytes");
                }
            }
            return bytes.toByteArray();
        }

        @Override
        public void close() {
            var _ = request.abort(new IOException("done"));
        }
    }

    /** Gives the client only addresses that were checked, and it connects to those and no others. */
    private final class CheckedResolver implements SocketAddressResolver {
        @Override
        public void resolve(
                String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
            try {
                promise.succeeded(addresses.resolve(host, port));
            } catch (OriginAddresses.Refused refused) {
                promise.failed(refused);
            }
        }
    }
}
