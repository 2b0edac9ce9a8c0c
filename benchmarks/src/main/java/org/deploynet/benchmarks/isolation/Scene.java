package org.deploynet.benchmarks.isolation;

import static org.deploynet.benchmarks.rig.Findings.reached;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.deploynet.benchmarks.Folders;
import org.deploynet.benchmarks.PublishedSite;
import org.deploynet.benchmarks.Samples;
import org.deploynet.benchmarks.rig.Cores;
import org.deploynet.benchmarks.rig.EngineUnderLoad;
import org.deploynet.benchmarks.rig.FarEnd;
import org.deploynet.benchmarks.rig.Findings;
import org.deploynet.benchmarks.rig.ReceiverProcess;
import org.deploynet.benchmarks.rig.Tool;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.signaling.SignalingOptions;

/**
 * One whole engine that has the first core to itself, and at the far end of a wire four honest links and a process for those
 * that attack. For one thread.
 */
final class Scene implements AutoCloseable {
    /** Of these ports are the attackers' ends. */
    private static final int FIRST_ATTACKER = 30_000;

    private static final int FIRST_HONEST = 20_000;
    private static final int LAST_ATTACKER = 60_999;
    /** Handshakes, and what keeps a connection, are shorter. */
    private static final int BULK_BYTES = 600;

    private static final String DEAF = "isolation_deaf";

    private static final int HONEST = 4;
    private static final int ASKED_BYTES = 64 * 1024;
    private static final int OBJECT_BYTES = 16 * Pieces.PIECE_BYTES + ASKED_BYTES;
    private static final int BROWSERS = 10_000;
    /** They come before attackers and the signaling server, which a super-peer's owner has on other computers. */
    private static final int NICENESS = -15;

    private static final int MOST_MORE_PERCENT = 20;
    private static final double MEBIBYTE = 1 << 20;

    private final Path folder = Files.createTempDirectory("deploynet-isolation");
    private final Findings findings;
    private final FarEnd far;
    private final PublishedSite site;
    private final EngineUnderLoad engine;
    private final ReceiverProcess honest;
    private final AttackerProcess attackers;

    Scene(FarEnd far, PrintStream out) throws Exception {
        this.far = far;
        this.findings = new Findings(out);
        site = new PublishedSite(
                SignalingOptions.in(folder.resolve("signaling")).withHost("0.0.0.0"), OBJECT_BYTES);
        engine = new EngineUnderLoad(site, folder.resolve("peer"), BROWSERS);
        far.usePorts(FIRST_HONEST, FIRST_ATTACKER - 1);
        honest = new ReceiverProcess(far, site, NICENESS);
        honest.open(HONEST);
        far.usePorts(FIRST_ATTACKER, LAST_ATTACKER);
        attackers = new AttackerProcess(far, site);
        Cores.apart(
                engine.pid(),
                honest.pid(),
                attackers.pid(),
                ProcessHandle.current().pid());
    }

    Findings findings() {
        return findings;
    }

    AttackerProcess attackers() {
        return attackers;
    }

    /** Nanoseconds from asking to the last byte, each time, and cores that the engine needed meanwhile. */
    record Window(long[] nanos, double cores) {}

    /** Each honest link asks for 64 KiB {@code times} times, ten a second. */
    Window probe(int times) throws IOException {
        return probe(times, () -> false);
    }

    private Window probe(int times, BooleanSupplier again) throws IOException {
        double processor = engine.processorSeconds();
        long begun = System.nanoTime();
        LongStream nanos = LongStream.empty();
        do {
            nanos = LongStream.concat(nanos, Arrays.stream(honest.probe(times)));
        } while (again.getAsBoolean());
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Window(nanos.toArray(), (engine.processorSeconds() - processor) / seconds);
    }

    /** The kernel drops what is long of all that comes to the attackers: they live, but nothing they asked for arrives. */
    void deafen() throws IOException, InterruptedException {
        Tool.run(far.inside(List.of(
                "nft",
                String.format(
                        Locale.ROOT,
                        "add table ip %1$s; add chain ip %1$s in { type filter hook input priority 0; };"
                                + " add rule ip %1$s in udp dport %2$d-%3$d meta length > %4$d drop",
                        DEAF,
                        FIRST_ATTACKER,
                        LAST_ATTACKER,
                        BULK_BYTES))));
    }

    /** The end of {@link #deafen}. */
    void hear() throws IOException, InterruptedException {
        Tool.run(far.inside(List.of("nft", "delete table ip " + DEAF)));
    }

    /** An attack that goes on beside what is measured. */
    @FunctionalInterface
    interface Attack {
        long[] run() throws IOException;
    }

    /** What an attack said at its end, and what the honest links had meanwhile. */
    record Beside(long[] said, Window window) {}

    /** As {@link #probe}, again and again while {@code attack} goes on. */
    Beside beside(Attack attack, int times) throws IOException, InterruptedException, ExecutionException {
        try (var thread = Executors.newSingleThreadExecutor()) {
            Future<long[]> said = thread.submit(attack::run);
            Window window = probe(times, () -> !said.isDone());
            return new Beside(said.get(), window);
        }
    }

    /** How long honest links waited before and {@code during} the attack, and whether that is the goal. */
    void honest(Window before, Window during) {
        window("honest links, before", before);
        window("honest links, meanwhile", during);
        double more = 100.0 * Samples.quantile(during.nanos(), 0.95) / Samples.quantile(before.nanos(), 0.95) - 100;
        findings.say("  p95 %+.0f %%; goal +%d %%: %s", more, MOST_MORE_PERCENT, reached(more <= MOST_MORE_PERCENT));
    }

    /** What a window came to. */
    void window(String when, Window window) {
        String line = Samples.line("  " + when, window.nanos());
        findings.say("%s   engine %.1f %% of a core", line, 100 * window.cores());
    }

    /** What an engine has before it is attacked, garbage collected. */
    Memory memory() throws IOException, InterruptedException {
        long held = engine.proportionalBytes();
        engine.forgetMostResident();
        return new Memory(held, engine.residentBytes());
    }

    /** Proportional and resident set size, bytes. */
    record Memory(long held, long resident) {}

    /** What came to {@code before} at most, with garbage and without, and whether that is the goal. */
    void memory(Memory before, int mostMebibytes) throws IOException, InterruptedException {
        double most = (engine.mostResidentBytes() - before.resident()) / MEBIBYTE;
        double held = (engine.proportionalBytes() - before.held()) / MEBIBYTE;
        findings.say(
                "  memory: %.0f MiB before; at most %.0f MiB more resident, garbage included; %.0f MiB more held at the"
                        + " end; goal %d MiB: %s",
                before.held() / MEBIBYTE, most, held, mostMebibytes, reached(most <= mostMebibytes));
    }

    @Override
    public void close() throws IOException {
        attackers.close();
        honest.close();
        engine.close();
        site.close();
        Folders.delete(folder);
    }
}
