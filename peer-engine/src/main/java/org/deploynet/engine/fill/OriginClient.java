package org.deploynet.engine.fill;

import java.net.ConnectException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import javax.net.ssl.SSLException;
import org.deploynet.engine.fill.OriginException.Kind;
import org.deploynet.engine.limits.DownloadBudget;
import org.deploynet.protocol.net.OriginAddresses;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * GET from origins and nothing else: no cookies, no compression, no redirect to elsewhere, only the addresses that
 * {@link OriginAddresses} lets through. Safe from any thread.
 */
final class OriginClient implements AutoCloseable {
    static final int PARALLEL = 4;

    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_REDIRECTS = 3;
    private static final int PARTIAL = 206;

    private final OriginAddresses addresses;
    private final OriginPace pace;
    private final DownloadBudget budget;
    private final IntConsumer received;
    private @Nullable HttpClient started;
    private boolean closed;

    /** @param received told how many bytes of an answer came */
    OriginClient(OriginAddresses addresses, OriginPace pace, DownloadBudget budget, IntConsumer received) {
        this.addresses = addresses;
        this.pace = pace;
        this.budget = budget;
        this.received = received;
    }

    // Only with the first question: TLS takes long to start, and who keeps no site asks nobody.
    private synchronized HttpClient http(URI address) throws OriginException {
        if (closed) {
            throw new OriginException(Kind.UNREACHABLE, address + " is not asked any more: the engine ends");
        }
        if (started == null) {
            started = start();
        }
        return started;
    }

    private HttpClient start() {
        var http = new HttpClient(new HttpClientTransportOverHTTP(1));
        http.setSocketAddressResolver(new CheckedAddresses(addresses));
        http.setExecutor(threads());
        http.setFollowRedirects(false);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        http.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "DeployNet"));
        http.setConnectTimeout(pace.connectWithin().toMillis());
        http.setIdleTimeout(pace.silentAtMost().toMillis());
        http.setMaxConnectionsPerDestination(PARALLEL);
        http.setMaxResponseHeadersSize(MAX_HEADER_BYTES);
        try {
            http.start();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not start", e);
        }
        // After the start, which fills it: bombs are not even unpacked.
        http.getContentDecoderFactories().clear();
        return http;
    }

    private static QueuedThreadPool threads() {
        var threads = new QueuedThreadPool(8, 2, 10_000);
        threads.setName("origin");
        threads.setDaemon(true);
        return threads;
    }

    /** Begins a GET. {@code range} are the first and the last byte wanted. */
    OriginBody get(URI address) throws OriginException, InterruptedException {
        return get(address, OptionalLong.empty(), 0, MAX_REDIRECTS);
    }

    OriginBody get(URI address, long firstByte, long lastByte) throws OriginException, InterruptedException {
        return get(address, OptionalLong.of(firstByte), lastByte, MAX_REDIRECTS);
    }

    private OriginBody get(URI address, OptionalLong firstByte, long lastByte, int redirects)
            throws OriginException, InterruptedException {
        var listener = new InputStreamResponseListener();
        Request request = http(address).newRequest(address).headers(headers -> {
            headers.put(HttpHeader.ACCEPT_ENCODING, "identity");
            headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
            firstByte.ifPresent(first -> headers.put(HttpHeader.RANGE, "bytes=" + first + "-" + lastByte));
        });
        request.send(listener);
        Response response = head(listener, request, address);
        var body = new OriginBody(request, listener, response, pace.pieceWithin(), address, budget, received);
        boolean usable = false;
        try {
            int status = response.getStatus();
            if (status / 100 == 3) {
                URI target = sameOrigin(address, response, redirects);
                return get(target, firstByte, lastByte, redirects - 1);
            }
            if (status != 200 && !(status == PARTIAL && firstByte.isPresent())) {
                throw new OriginException(Kind.STATUS, address + " answers with status " + status);
            }
            checkIdentity(response, address);
            usable = true;
            return body;
        } finally {
            if (!usable) {
                body.close();
            }
        }
    }

    private Response head(InputStreamResponseListener listener, Request request, URI address)
            throws OriginException, InterruptedException {
        try {
            return listener.get(pace.connectWithin().plus(pace.silentAtMost()).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            var _ = request.abort(e);
            throw new OriginException(Kind.TOO_SLOW, address + " does not answer in time", e);
        } catch (ExecutionException e) {
            throw failure(e, address);
        } catch (InterruptedException e) {
            var _ = request.abort(e);
            throw e;
        }
    }

    static OriginException failure(Exception cause, URI address) {
        for (@Nullable Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof OriginException known) {
                return new OriginException(known.kind(), String.valueOf(known.getMessage()), known);
            }
            if (t instanceof TimeoutException) {
                return new OriginException(Kind.TOO_SLOW, address + " is silent for too long", t);
            }
        }
        return new OriginException(Kind.UNREACHABLE, address + " cannot be fetched (" + words(cause) + ")", cause);
    }

    // The client's own messages print its whole inner life.
    private static String words(Exception cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return switch (root) {
            case ConnectException e -> String.valueOf(e.getMessage());
            case SSLException e -> String.valueOf(e.getMessage());
            case GeneralSecurityException e -> String.valueOf(e.getMessage());
            default -> root.getClass().getSimpleName();
        };
    }

    // "/about.html" to "/about" is common; another origin is not what the publisher signed.
    private static URI sameOrigin(URI from, Response response, int redirectsLeft) throws OriginException {
        String location = String.valueOf(response.getHeaders().get(HttpHeader.LOCATION));
        try {
            URI to = from.resolve(location);
            boolean same = String.valueOf(to.getScheme()).equalsIgnoreCase(from.getScheme())
                    && String.valueOf(to.getRawAuthority()).equalsIgnoreCase(from.getRawAuthority());
            if (same && redirectsLeft > 0) {
                return to;
            }
        } catch (IllegalArgumentException malformed) {
            // Reported below.
        }
        throw new OriginException(
                Kind.REDIRECT, from + (redirectsLeft > 0 ? " redirects elsewhere" : " redirects in circles"));
    }

    private static void checkIdentity(Response response, URI address) throws OriginException {
        String encoding = response.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        if (encoding != null && !encoding.toLowerCase(Locale.ROOT).equals("identity")) {
            throw new OriginException(Kind.ENCODED, address + " answers in another encoding than identity");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (started == null) {
            return;
        }
        try {
            started.stop();
        } catch (Exception e) {
            System.getLogger(OriginClient.class.getName())
                    .log(System.Logger.Level.DEBUG, "the HTTP client did not stop in order", e);
        }
    }
}
