package org.deploynet.engine.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deploynet.engine.torture.Victim.Scenario;

/**
 * SIGKILL at every storage system call of what the cache does: strace stops the n-th call of a kind in a thread before it
 * happens. Kind by kind and call by call, in an order that the seed mixes.
 */
final class Sweep implements Proof {
    private static final List<String> CALLS = List.of(
            "pwrite64", "write", "writev", "fsync", "fdatasync", "ftruncate", "openat", "rename", "unlink", "mkdir");
    private static final Pattern CALL = Pattern.compile("^(\\d+)\\s+(\\w+)\\(");

    /** The n-th call of a kind in one scenario. */
    private record Point(Scenario scenario, String call, int n) {}

    @Override
    public String name() {
        return "syscalls";
    }

    @Override
    public String what() {
        return "kill -9 at every storage system call of start, put, evict, rescue, migrate, scrub, move (strace)";
    }

    @Override
    public Goal goal() {
        return new Goal(Goal.ALL, 12);
    }

    @Override
    public int weight() {
        return 5;
    }

    @Override
    public Verdict run(Run run) throws Exception {
        var jvm = Jvm.in(run.jvm());
        var violations = new Violations();
        List<Point> points = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            Path before = run.scratch().resolve("before-" + scenario);
            Victim.prepare(scenario, before);
            List<Point> found = points(run, jvm, scenario, before);
            if (found.isEmpty()) {
                return Verdict.notTried("strace cannot attach to a process of this user here");
            }
            points.addAll(found);
        }
        Collections.shuffle(points, new Random(run.seed()));
        long done = 0;
        for (Point point : points) {
            if (!run.goesOn(done) || !violations.isEmpty()) {
                break;
            }
            violations.addAll(kill(run, jvm, point));
            done++;
        }
        return new Verdict(
                done,
                violations.found(),
                "%d of all %d points in %s".formatted(done, points.size(), List.of(Scenario.values())));
    }

    // One run without a kill counts the calls of each thread.
    private static List<Point> points(Run run, Jvm jvm, Scenario scenario, Path before) throws Exception {
        Path log = run.scratch().resolve("calls-" + scenario);
        Path home = copy(run, scenario, before);
        try (Child child = armed(jvm, scenario, home)) {
            Process strace = attach(child, List.of("-o", log.toString(), "-e", "trace=" + String.join(",", CALLS)));
            child.say("go");
            if (!child.await(0, line -> line.equals("finished"), Duration.ofSeconds(60))) {
                throw new IllegalStateException(scenario + " does not finish");
            }
            child.kill();
            strace.waitFor(10, TimeUnit.SECONDS);
            strace.destroyForcibly();
        }
        return Files.exists(log) ? points(scenario, Files.readAllLines(log)) : List.of();
    }

    private static List<Point> points(Scenario scenario, List<String> log) {
        Map<String, Map<String, Integer>> calls = new HashMap<>();
        for (String line : log) {
            Matcher call = CALL.matcher(line);
            if (call.find()) {
                calls.computeIfAbsent(call.group(2), any -> new HashMap<>()).merge(call.group(1), 1, Integer::sum);
            }
        }
        var points = new ArrayList<Point>();
        calls.forEach((call, threads) -> {
            for (int n = 1; n <= Collections.max(threads.values()); n++) {
                points.add(new Point(scenario, call, n));
            }
        });
        return points;
    }

    private static List<String> kill(Run run, Jvm jvm, Point point) throws Exception {
        Path before = run.scratch().resolve("before-" + point.scenario());
        Path home = copy(run, point.scenario(), before);
        var witness = new Witness(home, point.scenario() == Scenario.EVICT);
        try (Child child = armed(jvm, point.scenario(), home)) {
            Process strace = attach(
                    child,
                    List.of(
                            "-o",
                            "/dev/null",
                            "-e",
                            "trace=" + point.call(),
                            "-e",
                            "inject=" + point.call() + ":signal=KILL:when=" + point.n()));
            child.say("go");
            child.await(0, line -> line.equals("finished"), Duration.ofSeconds(60));
            witness.hear(child.kill());
            strace.waitFor(10, TimeUnit.SECONDS);
            strace.destroyForcibly();
        }
        List<String> broken = witness.look();
        Folders.delete(home);
        return broken.stream().map(each -> point + ": " + each).toList();
    }

    private static Path copy(Run run, Scenario scenario, Path before) throws IOException {
        Path home = run.scratch().resolve("home-" + scenario);
        Folders.delete(home);
        Folders.delete(home.resolveSibling(home.getFileName() + "-warm"));
        Folders.copy(before, home);
        return home;
    }

    private static Child armed(Jvm jvm, Scenario scenario, Path home) throws Exception {
        var child = new Child(jvm.start(scenario.name(), home.toString(), "1"));
        if (!child.await(0, line -> line.equals("armed"), Duration.ofSeconds(60))) {
            child.close();
            throw new IllegalStateException(scenario + " does not begin: " + child.lines());
        }
        return child;
    }

    /** Returns once strace has hold of every thread, or has said that it may not. */
    static Process attach(Child child, List<String> what) throws IOException {
        var command = new ArrayList<>(List.of("strace", "-f", "-p", Long.toString(child.pid())));
        command.addAll(what);
        Process strace = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        var said = new BufferedReader(new InputStreamReader(strace.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.contains("attached")) {
                break;
            }
        }
        Thread.ofVirtual().start(() -> listen(said));
        return strace;
    }

    // What it says of threads that come and go would fill the pipe.
    private static void listen(BufferedReader said) {
        try (said) {
            said.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // It ended.
            return;
        }
    }
}
