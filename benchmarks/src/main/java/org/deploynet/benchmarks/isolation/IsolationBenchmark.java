package org.deploynet.benchmarks.isolation;

import static org.deploynet.benchmarks.rig.Findings.reached;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deploynet.benchmarks.Samples;
import org.deploynet.benchmarks.rig.FarEnd;
import org.deploynet.protocol.link.LinkMessage.Bye.Why;

/**
 * What attacks cost an engine, each an engine of its own, and what honest links beside them notice: links that ask and never
 * read, links that say nothing, a flood of requests, a flood of offers. Needs root and nft.
 */
public final class IsolationBenchmark {
    public static final String USAGE = "bench isolation [deaf|silent|flood|offers]… [--quick]";

    private static final List<String> ALL = List.of("deaf", "silent", "flood", "offers");
    private static final int WARM_UP = 50;
    /** So that a window ends when its attack does. */
    private static final int A_SECOND = 10;

    private static final int BULK_PIECES = 16;
    private static final Duration ALL_CLOSED = Duration.ofSeconds(70);
    /** What a link that never reads may take before it is closed, and a little. */
    private static final Duration DEAF_CLOSED = Duration.ofSeconds(75);

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Size size;
    private final Scene scene;

    /** How many of each, and how often an honest link asks in a window. */
    private record Size(int deaf, int greeting, int mute, int floods, int offers, int probes) {
        static final Size WHOLE = new Size(1_000, 1_600, 400, 15, 10_000, 150);
        static final Size QUICK = new Size(20, 0, 20, 2, 64, 20);
    }

    private IsolationBenchmark(Size size, Scene scene) {
        this.size = size;
        this.scene = scene;
    }

    /** {@code arguments} name attacks, or none for all, and {@code --quick}. */
    public static void run(List<String> arguments, PrintStream out) throws Exception {
        var named = new ArrayList<>(arguments);
        Size size = named.remove("--quick") ? Size.QUICK : Size.WHOLE;
        if (!ALL.containsAll(named)) {
            System.err.println("usage: " + USAGE);
            System.exit(2);
        }
        try (var far = new FarEnd()) {
            for (String attack : named.isEmpty() ? ALL : named) {
                try (var scene = new Scene(far, out)) {
                    scene.probe(WARM_UP);
                    new IsolationBenchmark(size, scene).attack(attack);
                }
            }
        }
    }

    private void attack(String name) throws Exception {
        switch (name) {
            case "deaf" -> deaf();
            case "silent" -> silent();
            case "flood" -> flood();
            case "offers" -> offers();
            default -> throw new IllegalArgumentException(name);
        }
    }

    private void deaf() throws Exception {
        scene.attackers().eat(size.deaf());
        Scene.Window before = scene.probe(size.probes());
        Scene.Memory idle = scene.memory();
        scene.deafen();
        scene.attackers().ask(BULK_PIECES);
        long start = System.nanoTime();
        Scene.Window during = scene.probe(size.probes());
        scene.findings()
                .say(
                        "%d links that read no more, each of which asked for 4 MiB; %d of them closed after %.0f s",
                        size.deaf(), size.deaf() - scene.attackers().open(), seconds(start));
        scene.memory(idle, 128);
        scene.honest(before, during);
        scene.findings().say("  after that:");
        scene.honest(before, scene.probe(size.probes()));
        if (size.equals(Size.WHOLE)) {
            awaitClosed(start, DEAF_CLOSED);
            scene.findings()
                    .say(
                            "  open after %.0f s: %d; told idle: %d",
                            seconds(start),
                            scene.attackers().open(),
                            scene.attackers().heard(Why.IDLE));
        }
        scene.hear();
    }

    private void silent() throws Exception {
        Scene.Window before = scene.probe(size.probes());
        Scene.Beside coming = scene.beside(
                () -> {
                    scene.attackers().mute(size.mute());
                    scene.attackers().greet(size.greeting());
                    return new long[0];
                },
                WARM_UP);
        long open = scene.attackers().open();
        long opened = System.nanoTime();
        Scene.Window during = scene.probe(size.probes());
        awaitClosed(opened, ALL_CLOSED);
        long[] lived = scene.attackers().lived();
        scene.findings()
                .say(
                        "%d silent links, %d of them after a hello; %d open when the last one had come",
                        lived.length, size.greeting(), open);
        long left = scene.attackers().open();
        scene.findings()
                .say(
                        "  closed %d, told idle %d; the last to go lived %.1f s; goal all in 70 s: %s",
                        lived.length - left,
                        scene.attackers().heard(Why.IDLE),
                        Arrays.stream(lived).max().orElseThrow() / 1e3,
                        reached(left == 0 && Arrays.stream(lived).max().orElseThrow() <= ALL_CLOSED.toMillis()));
        scene.honest(before, during);
        scene.window("honest links, while they came", coming.window());
    }

    private void awaitClosed(long since, Duration patience) throws Exception {
        while (scene.attackers().open() > 0 && System.nanoTime() - since < patience.toNanos()) {
            Thread.sleep(LOOK);
        }
    }

    private void flood() throws Exception {
        scene.attackers().eat(size.floods());
        Scene.Window before = scene.probe(size.probes());
        Scene.Beside flooded = scene.beside(scene.attackers()::flood, A_SECOND);
        double more = 100 * (flooded.window().cores() - before.cores());
        long[] requests = everySecond(flooded.said(), 0);
        long[] nanos = everySecond(flooded.said(), 1);
        long left = scene.attackers().open();
        scene.findings()
                .say(
                        "%d links, each of which sends requests for a second, one after the other: %d closed, told flooded %d;"
                                + " median %d requests in %.1f ms, %.0f a second",
                        size.floods(),
                        size.floods() - left,
                        scene.attackers().heard(Why.FLOODED),
                        Samples.quantile(requests, 0.5),
                        Samples.quantile(nanos, 0.5) / 1e6,
                        Arrays.stream(requests).sum()
                                * 1e9
                                / Arrays.stream(nanos).sum());
        scene.findings()
                .say(
                        "  engine's processor time: %.1f %% of a core more than before; goal 5 %%: %s",
                        more, reached(more <= 5 && left == 0));
        scene.honest(before, flooded.window());
    }

    private static long[] everySecond(long[] all, int from) {
        return IntStream.range(0, all.length / 2)
                .mapToLong(n -> all[2 * n + from])
                .toArray();
    }

    private void offers() throws Exception {
        Scene.Window before = scene.probe(size.probes());
        Scene.Memory quiet = scene.memory();
        Scene.Beside offered = scene.beside(() -> scene.attackers().offer(size.offers()), WARM_UP);
        long[] outcomes = offered.said();
        scene.findings()
                .say(
                        "%d offers in %.0f s: %d answered, %d declined, %d refused by the signaling server",
                        size.offers(), outcomes[3] / 1e9, outcomes[0], outcomes[1], outcomes[2]);
        scene.memory(quiet, 64);
        scene.honest(before, offered.window());
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
