package org.deploynet.engine.fuzz;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One target in a process of Jazzer (libFuzzer with coverage of Java code), and what that process said of itself.
 *
 * @param executions inputs that were tried
 * @param coverage edges of the code that they reached
 * @param corpus inputs that reached something new, kept for the next run
 * @param crash the input that broke a rule or was not caught; absent where none did
 */
record FuzzRun(String target, long executions, long coverage, long corpus, long seconds, Optional<Path> crash) {
    private static final Pattern STATUS = Pattern.compile("#(\\d+)\\s.* cov: (\\d+) ft: \\d+ corp: (\\d+)/.*");
    private static final Pattern WRITTEN = Pattern.compile(".*Test unit written to (.*)");
    private static final Pattern TRIED = Pattern.compile("stat::number_of_executed_units: (\\d+)");
    private static final int SLOWEST_SECONDS = 10;
    private static final int MOST_MEGABYTES = 2048;

    /**
     * @param folder of this target: keeps what was found
     * @param corpus the inputs that it begins with
     */
    static FuzzRun of(FuzzTarget target, FuzzOptions options, Corpus corpus, Path folder)
            throws IOException, InterruptedException {
        Path seeds = folder.resolve("seeds");
        Files.createDirectories(seeds);
        Files.createDirectories(folder.resolve("found"));
        for (Corpus.Input input : corpus.of(target)) {
            Files.write(seeds.resolve(input.name()), input.bytes());
        }
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command(target, options, folder))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var lines = new ArrayList<String>();
        Path log = folder.resolve("log");
        try (var from = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter to = Files.newBufferedWriter(log)) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                lines.add(line);
                to.write(line + "\n");
            }
        }
        int code = process.waitFor();
        FuzzRun run = read(target.name(), lines, (System.nanoTime() - start) / 1_000_000_000);
        if ((code != 0 && run.crash.isEmpty()) || run.executions == 0) {
            throw new IOException("the fuzzer itself failed (exit code " + code + "); see " + log);
        }
        return run;
    }

    private static List<String> command(FuzzTarget target, FuzzOptions options, Path folder) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzEntry.class.getName(),
                "--target_args=" + target.name(),
                "--instrumentation_includes=org.deploynet.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-max_total_time=" + options.each().toSeconds(),
                "-max_len=" + target.maxBytes(),
                "-seed=" + options.seed(),
                "-timeout=" + SLOWEST_SECONDS,
                "-rss_limit_mb=" + MOST_MEGABYTES,
                "-print_final_stats=1",
                folder.resolve("found").toString(),
                folder.resolve("seeds").toString());
    }

    private static FuzzRun read(String target, List<String> lines, long seconds) {
        long executions = 0;
        long coverage = 0;
        long corpus = 0;
        Optional<Path> crash = Optional.empty();
        for (String line : lines) {
            Matcher status = STATUS.matcher(line);
            if (status.matches()) {
                executions = Long.parseLong(status.group(1));
                coverage = Long.parseLong(status.group(2));
                corpus = Long.parseLong(status.group(3));
            }
            Matcher tried = TRIED.matcher(line);
            if (tried.matches()) {
                executions = Long.parseLong(tried.group(1));
            }
            Matcher written = WRITTEN.matcher(line);
            if (written.matches()) {
                crash = Optional.of(Path.of(written.group(1)));
            }
        }
        return new FuzzRun(target, executions, coverage, corpus, seconds, crash);
    }

    /** A line for people. */
    String line(long seed) {
        return "%-10s executions %,d · edges %,d · inputs kept %,d · %d s · seed %d · uncaught %d%s"
                .formatted(
                        target,
                        executions,
                        coverage,
                        corpus,
                        seconds,
                        seed,
                        crash.isPresent() ? 1 : 0,
                        crash.map(path -> " · " + path).orElse(""));
    }
}
