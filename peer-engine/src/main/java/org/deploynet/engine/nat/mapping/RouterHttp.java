package org.deploynet.engine.nat.mapping;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Plain HTTP with one router: no redirect, no authentication, no cookie, no compression, at most 64 KiB of headers and as much of body,
 * and connections only to the address it was made for, whatever a URL says. One thread.
 */
final class RouterHttp implements AutoCloseable {
    static final int MAX_BYTES = 64 * 1024;

    private static final int OK = 200;

    private final HttpClient http = new HttpClient(new HttpClientTransportOverHTTP(1));

    /** An answer. */
    record Answer(int status, String body) {
        boolean isOk() {
            return status == OK;
        }
    }

    private record Only(InetAddress gateway) implements SocketAddressResolver {
        @Override
        public void resolve(
                String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
            promise.succeeded(List.of(new InetSocketAddress(gateway, port)));
        }
    }

    RouterHttp(InetAddress gateway) {
        http.setSocketAddressResolver(new Only(gateway));
        http.setExecutor(threads());
        http.setFollowRedirects(false);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        http.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "DeployNet UPnP/1.1"));
        http.setMaxResponseHeadersSize(MAX_BYTES);
        try {
            http.start();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not start", e);
        }
        // After the start, which fills them.
        http.getContentDecoderFactories().clear();
        http.getProtocolHandlers().clear();
    }

    private static QueuedThreadPool threads() {
        var threads = new QueuedThreadPool(8, 1, 10_000);
        threads.setName("router");
        threads.setDaemon(true);
        return threads;
    }

    Answer get(URI address, Deadline deadline) throws RouterException, InterruptedException {
        return send(http.newRequest(address), deadline);
    }

    Answer call(IgdService service, String action, Map<String, String> arguments, Deadline deadline)
            throws RouterException, InterruptedException {
        Request request = http.POST(service.control())
                .headers(headers -> headers.put("SOAPACTION", Soap.action(service.type(), action)))
                .body(new StringRequestContent(
                        "text/xml; charset=\"utf-8\"", Soap.call(service.type(), action, arguments)));
        return send(request, deadline);
    }

    private static Answer send(Request request, Deadline deadline) throws RouterException, InterruptedException {
        request.headers(headers -> headers.put(HttpHeader.ACCEPT_ENCODING, "identity"));
        CompletableFuture<ContentResponse> answer = new CompletableResponseListener(request, MAX_BYTES).send();
        try {
            ContentResponse response = answer.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(response.getStatus(), new String(response.getContent(), StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            var _ = request.abort(e);
            throw RouterException.noAnswer("no whole answer over HTTP in time");
        } catch (InterruptedException e) {
            var _ = request.abort(e);
            throw e;
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    // The client's own messages print its whole inner life.
    private static RouterException failure(ExecutionException failed) {
        return switch (failed.getCause()) {
            case ConnectException _ -> RouterException.noAnswer("no connection over HTTP");
            case EOFException _ -> RouterException.invalid("the answer over HTTP ends too early");
            case IOException e ->
                RouterException.noAnswer("HTTP failed: " + e.getClass().getSimpleName());
            case null, default -> RouterException.invalid("the answer over HTTP is broken or too long");
        };
    }

    @Override
    public void close() {
        try {
            http.stop();
        } catch (Exception e) {
            System.getLogger(RouterHttp.class.getName())
                    .log(System.Logger.Level.DEBUG, "the HTTP client did not stop in order", e);
        }
    }
}
