package org.deploynet.engine.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process that says line by line what it did. Safe from any thread. */
final class Child implements AutoCloseable {
    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread listening;
    private boolean ended;

    Child(Process process) {
        this.process = process;
        this.listening = Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("the pipe broke");
        }
        end();
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    long pid() {
        return process.pid();
    }

    void say(String line) throws IOException {
        Writer in = process.outputWriter(StandardCharsets.US_ASCII);
        in.write(line + "\n");
        in.flush();
    }

    /** Waits for a line from the {@code from}-th on; false when it ended or the time is over before. */
    synchronized boolean await(int from, Predicate<String> line, Duration atMost) throws InterruptedException {
        Deadline deadline = Deadline.in(atMost);
        int next = from;
        while (true) {
            for (; next < lines.size(); next++) {
                if (line.test(lines.get(next))) {
                    return true;
                }
            }
            if (ended || deadline.isOver()) {
                return false;
            }
            wait(Math.max(1, deadline.left().toMillis()));
        }
    }

    /** Waits until it has said {@code count} lines, has ended, or the time is over. */
    synchronized void awaitLines(int count, Duration atMost) throws InterruptedException {
        Deadline deadline = Deadline.in(atMost);
        while (lines.size() < count && !ended && !deadline.isOver()) {
            wait(Math.max(1, deadline.left().toMillis()));
        }
    }

    /** What it said so far. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    /** Ends it with SIGKILL, and returns all that it said. */
    List<String> kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a child does not die");
            }
            listening.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while a child dies", e);
        }
        return lines();
    }

    @Override
    public void close() {
        kill();
    }
}
