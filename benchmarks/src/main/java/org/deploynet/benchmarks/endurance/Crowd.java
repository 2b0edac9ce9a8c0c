package org.deploynet.benchmarks.endurance;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.deploynet.benchmarks.rig.FarProcess;
import org.deploynet.benchmarks.rig.Wanted;

/** The visitors' process. What it knows to do is said by {@link CrowdProcess}. */
public final class Crowd {
    private static final int AGAIN_SECONDS = 60;

    private final BlockingQueue<LastingVisitor.Begun> begun = new LinkedBlockingQueue<>();
    private final Tally tally = new Tally();
    private final List<LastingVisitor> visitors = new ArrayList<>();
    private final List<Future<?>> running = new ArrayList<>();
    private final Entrance entrance;

    private Crowd(Wanted wanted) {
        this.entrance = new Entrance(wanted);
    }

    /** Until standard input ends; {@code arguments} say what is {@link Wanted}. */
    public static void run(List<String> arguments, PrintStream out) throws IOException {
        FarProcess.obey(new Crowd(Wanted.parse(arguments))::figures, out);
    }

    private String figures(List<String> words) throws InterruptedException, ExecutionException, TimeoutException {
        return switch (words.getFirst()) {
            case "stay" -> stay(number(words, 1));
            case "rest" -> rest();
            case "again" -> again(Long.parseLong(words.get(1)));
            case "visits" -> visits(number(words, 1), number(words, 2), number(words, 3));
            case "tally" -> tally.sums().words();
            default -> throw new IllegalStateException("an unknown word");
        };
    }

    private static int number(List<String> words, int at) {
        return Integer.parseInt(words.get(at));
    }

    private String visits(int visits, int atOnce, int pieces) throws InterruptedException, ExecutionException {
        new ShortVisits(entrance, tally).make(visits, atOnce, pieces);
        return "";
    }

    private String stay(int many) {
        while (visitors.size() < many) {
            visitors.add(new LastingVisitor(entrance, tally, begun));
        }
        visitors.forEach(visitor -> running.add(visitor.start()));
        return "";
    }

    private String rest() throws InterruptedException, ExecutionException {
        visitors.forEach(LastingVisitor::rest);
        for (Future<?> one : running) {
            one.get();
        }
        running.clear();
        return "";
    }

    private String again(long after) throws InterruptedException, TimeoutException {
        LastingVisitor.Begun first;
        do {
            first = begun.poll(AGAIN_SECONDS, TimeUnit.SECONDS);
            if (first == null) {
                throw new TimeoutException("no visitor was served again");
            }
        } while (first.linkAt() <= after);
        return first.linkAt() + " " + first.pieceAt();
    }
}
