package org.deploynet.engine.fill;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deploynet.engine.fill.OriginException.Kind;
import org.deploynet.engine.limits.DownloadBudget;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The bytes of one answer, read in portions that each must come in time. They are read no faster than the download budget
 * allows: what is not read stays in the socket, and TCP holds the origin back. One thread at a time.
 */
final class OriginBody implements AutoCloseable {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");
    private static final int PARTIAL = 206;
    private static final long PORTION_BYTES = 256 * 1024;

    private final Request request;
    private final InputStreamResponseListener listener;
    private final Response response;
    private final Duration portionWithin;
    private final URI address;
    private final DownloadBudget budget;
    private final IntConsumer received;
    private final InputStream stream;
    private long waitedNanos;

    OriginBody(
            Request request,
            InputStreamResponseListener listener,
            Response response,
            Duration portionWithin,
            URI address,
            DownloadBudget budget,
            IntConsumer received) {
        this.budget = budget;
        this.received = received;
        this.request = request;
        this.listener = listener;
        this.response = response;
        this.portionWithin = portionWithin;
        this.address = address;
        this.stream = listener.getInputStream();
    }

    /** As the origin says; empty for a chunked answer. */
    OptionalLong length() {
        long length = response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    boolean isPartial() {
        return response.getStatus() == PARTIAL;
    }

    /** Where in the file a partial answer begins. */
    long start() throws OriginException {
        String range = String.valueOf(response.getHeaders().get(HttpHeader.CONTENT_RANGE));
        Matcher matcher = CONTENT_RANGE.matcher(range);
        if (!matcher.matches()) {
            throw new OriginException(Kind.STATUS, address + " answers with a part that it does not name");
        }
        return Long.parseLong(matcher.group(1));
    }

    /** Exactly {@code length} bytes. */
    byte[] read(int length) throws OriginException, InterruptedException {
        byte[] bytes = new byte[length];
        int at = 0;
        while (at < length) {
            at += portion(bytes, at, (int) Math.min(PORTION_BYTES, length - at));
        }
        return bytes;
    }

    /** Everything up to the end, if that is at most {@code atMost} bytes. */
    byte[] readAll(int atMost) throws OriginException, InterruptedException {
        long announced = length().orElse(0);
        if (announced > atMost) {
            throw new OriginException(Kind.WRONG_BYTES, address + " has more than " + atMost + " bytes");
        }
        if (announced > 0) {
            return read((int) announced);
        }
        var all = new java.io.ByteArrayOutputStream();
        byte[] buffer = new byte[(int) PORTION_BYTES];
        long deadline = deadline();
        for (int count = some(buffer, 0, buffer.length); count >= 0; count = some(buffer, 0, buffer.length)) {
            all.write(buffer, 0, count);
            if (all.size() > atMost) {
                throw new OriginException(Kind.WRONG_BYTES, address + " has more than " + atMost + " bytes");
            }
            checkPace(deadline, all.size());
        }
        return all.toByteArray();
    }

    void skip(long bytes) throws OriginException, InterruptedException {
        byte[] away = new byte[(int) Math.min(PORTION_BYTES, bytes)];
        for (long left = bytes; left > 0; ) {
            left -= portion(away, 0, (int) Math.min(away.length, left));
        }
    }

    /** Nothing may follow: a body that goes on is not the file that was promised. */
    void expectEnd() throws OriginException, InterruptedException {
        if (some(new byte[1], 0, 1) >= 0) {
            throw new OriginException(Kind.WRONG_BYTES, address + " is longer than its manifest says");
        }
    }

    private int portion(byte[] into, int at, int length) throws OriginException, InterruptedException {
        long deadline = deadline();
        int done = 0;
        while (done < length) {
            int count = some(into, at + done, length - done);
            if (count < 0) {
                throw new OriginException(Kind.TRUNCATED, address + " ends too early");
            }
            done += count;
            checkPace(deadline, 0);
        }
        return done;
    }

    private long deadline() {
        return originsTime() + portionWithin.toNanos();
    }

    // What we wait for by our owner's wish is not the origin's fault.
    private long originsTime() {
        return System.nanoTime() - waitedNanos;
    }

    // A longer body has as many times longer.
    private void checkPace(long deadline, long bytesSoFar) throws OriginException {
        long extra = bytesSoFar / PORTION_BYTES * portionWithin.toNanos();
        if (originsTime() - deadline > extra) {
            throw new OriginException(Kind.TOO_SLOW, address + " sends too slowly");
        }
    }

    private int some(byte[] into, int at, int length) throws OriginException, InterruptedException {
        try {
            int count = stream.read(into, at, Math.min(length, budget.quantumBytes()));
            if (count > 0) {
                received.accept(count);
                pay(count);
            }
            return count;
        } catch (InterruptedIOException e) {
            Thread.interrupted();
            throw new InterruptedException();
        } catch (ClosedChannelException e) {
            throw new OriginException(Kind.TRUNCATED, address + " ends too early", e);
        } catch (OriginException e) {
            throw e;
        } catch (IOException e) {
            OriginException known = OriginClient.failure(e, address);
            throw known.kind() == Kind.UNREACHABLE
                    ? new OriginException(Kind.TRUNCATED, address + " ends too early", e)
                    : known;
        }
    }

    private void pay(int bytes) throws OriginException, InterruptedException {
        long before = System.nanoTime();
        if (!budget.pay(bytes)) {
            throw new OriginException(Kind.HELD, "nothing may be fetched now");
        }
        waitedNanos += System.nanoTime() - before;
    }

    /** Stops what is still coming. */
    @Override
    public void close() {
        var _ = request.abort(new IOException("no more of it is wanted"));
        try {
            listener.close();
        } catch (IOException ignored) {
            // It was open for reading only.
        }
    }
}
