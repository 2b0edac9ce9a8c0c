package org.deploynet.benchmarks;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCIceCandidate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.testkit.RtcEnd;

/**
 * The sending end of a bare webrtc-java connection into a browser tab, with nothing of the engine in it: {@code offer BASE64}
 * comes in by a line, {@code candidate} and {@code answer} lines go out, and what the page asks for is sent as fast as it
 * drains.
 */
final class BareSender implements RtcEnd.Events {
    private static final int MESSAGE_BYTES = 64 * 1024;
    private static final long HIGH_MARK = 256L * 1024;
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final PrintStream out;
    private final BlockingQueue<Long> asked = new LinkedBlockingQueue<>();

    private BareSender(PrintStream out) {
        this.out = out;
    }

    static void run(PrintStream out) throws IOException, InterruptedException {
        PeerConnectionFactory factory = RtcEnd.factory();
        var sender = new BareSender(out);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = in.readLine();
        if (line == null || !line.startsWith("offer ")) {
            throw new IOException("an offer was expected, not " + line);
        }
        var end = new RtcEnd(factory, sender);
        String answer = end.answer(decoded(line.substring("offer ".length())));
        out.println("answer " + Base64.getEncoder().encodeToString(answer.getBytes(StandardCharsets.UTF_8)));
        ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
        while (true) {
            send(end, message, sender.asked.take());
        }
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    // Four messages between two polls: asking costs as much as sending.
    private static void send(RtcEnd end, ByteBuffer message, long bytes) {
        long inBuffer = 0;
        for (long left = bytes; left > 0; left -= MESSAGE_BYTES) {
            while (inBuffer + MESSAGE_BYTES > HIGH_MARK) {
                inBuffer = end.bufferedData();
                if (inBuffer + MESSAGE_BYTES > HIGH_MARK) {
                    LockSupport.parkNanos(POLL_NANOS);
                }
            }
            end.data(message);
            inBuffer += MESSAGE_BYTES;
        }
    }

    @Override
    public void candidate(RTCIceCandidate candidate) {
        out.println("candidate {\"candidate\":\"" + candidate.sdp + "\",\"sdpMid\":\"" + candidate.sdpMid + "\"}");
    }

    @Override
    public void control(ByteBuffer utf8) {
        String text = StandardCharsets.UTF_8.decode(utf8).toString();
        asked.add(Long.parseLong(text.substring("send ".length())));
    }

    @Override
    public void data(ByteBuffer frame) {}

    @Override
    public void ended() {}
}
