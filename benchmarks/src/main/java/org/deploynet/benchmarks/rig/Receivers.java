package org.deploynet.benchmarks.rig;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What goes on in the visitors' process; its commands are the methods of {@link ReceiverProcess}. */
public final class Receivers {
    /** Between two urgent questions on a link, so that they are not each other's queue. */
    private static final Duration APART = Duration.ofMillis(40);

    /** As {@link #APART}, where several links ask. */
    private static final Duration PROBE = Duration.ofMillis(100);

    private final HttpClient http = HttpClient.newHttpClient();
    private final OpenLinks<Receiver> open = new OpenLinks<>(this::opened, Receiver::close);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Wanted wanted;

    private Receivers(Wanted wanted) {
        this.wanted = wanted;
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
            case "urgent" -> urgent(open.members().get(first), second);
            case "steady" -> steady(first, second);
            case "probe" -> probe(first);
            default -> throw new IllegalStateException("an unknown word");
        };
    }

    private String open(int links) throws InterruptedException, ExecutionException {
        open.become(links);
        return "";
    }

    private Receiver opened(PeerConnectionFactory factory)
            throws InterruptedException, ExecutionException, TimeoutException {
        var receiver = new Receiver(http, factory, wanted);
        receiver.connect();
        return receiver;
    }

    private String bulk(int links, int pieces) {
        open.members().subList(0, links).forEach(receiver -> receiver.bulk(pieces));
        return "";
    }

    private String rest() throws InterruptedException {
        open.members().forEach(Receiver::stopAsking);
        for (Receiver receiver : open.members()) {
            receiver.awaitRest();
        }
        return "";
    }

    private String bytes() {
        return words(open.members().stream().map(Receiver::bytes));
    }

    private static String words(Stream<Long> figures) {
        return figures.map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static String urgent(Receiver receiver, int times)
            throws InterruptedException, ExecutionException, TimeoutException {
        var nanos = new ArrayList<Long>();
        for (int n = 0; n < times; n++) {
            LockSupport.parkNanos(APART.toNanos());
            nanos.add(receiver.urgent());
        }
        return words(nanos.stream());
    }

    /** For each link how many of its beats were late. */
    private String steady(int links, int beats) throws InterruptedException, ExecutionException {
        List<Integer> late =
                together(links, Receiver.BEAT, (receiver, start) -> receiver.steady(start, Receiver.BEAT, beats));
        return words(late.stream().map(Integer::longValue));
    }

    private String probe(int times) throws InterruptedException, ExecutionException {
        List<List<Long>> nanos =
                together(open.members().size(), PROBE, (receiver, start) -> receiver.probe(start, PROBE, times));
        return words(nanos.stream().flatMap(List::stream));
    }

    /** What a link does at its beats from {@code start} on. */
    private interface AtBeats<T> {
        T from(Receiver receiver, long start) throws InterruptedException, ExecutionException, TimeoutException;
    }

    /** On {@code links} at the same time; they begin one after the other within one beat. */
    private <T> List<T> together(int links, Duration beat, AtBeats<T> does)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long step = beat.toNanos() / links;
        var running = new ArrayList<Future<T>>();
        for (int n = 0; n < links; n++) {
            Receiver receiver = open.members().get(n);
            long begin = start + n * step;
            running.add(threads.submit(() -> does.from(receiver, begin)));
        }
        var results = new ArrayList<T>();
        for (Future<T> one : running) {
            results.add(one.get());
        }
        return results;
    }
}
