package org.deploynet.benchmarks.load;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.benchmarks.rig.FarProcess;
import org.deploynet.benchmarks.rig.Wanted;
import org.deploynet.testkit.RtcEnd;

/** The visitors' process. What it knows to do is said by {@link ReceiverProcess}. */
public final class Receivers {
    /** As many handshakes at once as leave a core's network thread responsive. */
    private static final int OPENING_AT_ONCE = 8;

    /** Between two urgent questions, so that they are not each other's queue. */
    private static final Duration APART = Duration.ofMillis(40);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<PeerConnectionFactory> factories = new ArrayList<>();
    private final List<Receiver> open = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Wanted wanted;

    private Receivers(Wanted wanted) {
        this.wanted = wanted;
        for (int n = 0; n < Runtime.getRuntime().availableProcessors(); n++) {
            factories.add(RtcEnd.factory());
        }
    }

    /** Until standard input ends; {@code arguments} say what is {@link Wanted}. */
    public static void run(List<String> arguments, PrintStream out) throws IOException {
        FarProcess.obey(new Receivers(Wanted.parse(arguments))::figures, out);
    }

    private String figures(List<String> words) throws InterruptedException, ExecutionException, TimeoutException {
        int first = words.size() > 1 ? Integer.parseInt(words.get(1)) : 0;
        int second = words.size() > 2 ? Integer.parseInt(words.get(2)) : 0;
        return switch (words.getFirst()) {
            case "open" -> open(first);
            case "bulk" -> bulk(first, second);
            case "rest" -> rest();
            case "bytes" -> bytes();
            case "urgent" -> urgent(open.get(first), second);
            case "steady" -> steady(first, second);
            default -> throw new IllegalStateException("an unknown word");
        };
    }

    private String open(int links) throws InterruptedException, ExecutionException {
        while (open.size() > links) {
            open.removeLast().close();
        }
        while (open.size() < links) {
            var opening = new ArrayList<Future<Receiver>>();
            for (int n = open.size(); n < links && opening.size() < OPENING_AT_ONCE; n++) {
                PeerConnectionFactory factory = factories.get(n % factories.size());
                opening.add(threads.submit(() -> opened(factory)));
            }
            for (Future<Receiver> one : opening) {
                open.add(one.get());
            }
        }
        return String.valueOf(open.size());
    }

    private Receiver opened(PeerConnectionFactory factory)
            throws InterruptedException, ExecutionException, TimeoutException {
        var receiver = new Receiver(http, factory, wanted);
        receiver.connect();
        return receiver;
    }

    private String bulk(int links, int pieces) {
        open.subList(0, links).forEach(receiver -> receiver.bulk(pieces));
        return "";
    }

    private String rest() throws InterruptedException {
        open.forEach(Receiver::stopAsking);
        for (Receiver receiver : open) {
            receiver.awaitRest();
        }
        return "";
    }

    private String bytes() {
        var each = new StringJoiner(" ");
        open.forEach(receiver -> each.add(String.valueOf(receiver.bytes())));
        return each.toString();
    }

    private static String urgent(Receiver receiver, int times)
            throws InterruptedException, ExecutionException, TimeoutException {
        var nanos = new StringJoiner(" ");
        for (int n = 0; n < times; n++) {
            LockSupport.parkNanos(APART.toNanos());
            nanos.add(String.valueOf(receiver.urgent()));
        }
        return nanos.toString();
    }

    /** For each link how many of its beats were late; the links begin one after the other within one beat. */
    private String steady(int links, int beats) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long step = LoadBenchmark.BEAT.toNanos() / links;
        var running = new ArrayList<Future<Integer>>();
        for (int n = 0; n < links; n++) {
            Receiver receiver = open.get(n);
            long begin = start + n * step;
            Callable<Integer> run = () -> receiver.steady(begin, LoadBenchmark.BEAT, beats);
            running.add(threads.submit(run));
        }
        var late = new StringJoiner(" ");
        for (Future<Integer> one : running) {
            late.add(String.valueOf(one.get()));
        }
        return late.toString();
    }
}
