package org.deploynet.command.publish;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A publisher's HTTP: bounded answers, no redirects, and failures in words. Used by one thread. */
final class Asking implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** What was answered, cut at the bound. */
    record Answer(int status, byte[] body) {
        String text() {
            String text = new String(body, StandardCharsets.UTF_8);
            return text.codePoints()
                    .filter(c -> !Character.isISOControl(c))
                    .limit(300)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
    }

    static HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address)).timeout(ANSWER);
    }

    /** @param otherwise the text for when nobody answers, which is given the address and the reason */
    Answer send(HttpRequest request, String otherwise) throws PublishFailure, InterruptedException {
        return send(request, otherwise, MAX_ANSWER_BYTES);
    }

    Answer send(HttpRequest request, String otherwise, int maxBytes) throws PublishFailure, InterruptedException {
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return new Answer(response.statusCode(), body.readNBytes(maxBytes));
            }
        } catch (IOException e) {
            throw new PublishFailure(e, otherwise, request.uri(), reason(e));
        }
    }

    // The client's own message is mostly empty.
    private static String reason(IOException e) {
        return switch (e) {
            case HttpTimeoutException timeout -> "no answer in time";
            case ConnectException refused when isUnresolved(refused) -> "no such host";
            case ConnectException refused -> "connection refused";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private static boolean isUnresolved(Throwable e) {
        return e instanceof UnresolvedAddressException || (e.getCause() != null && isUnresolved(e.getCause()));
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
