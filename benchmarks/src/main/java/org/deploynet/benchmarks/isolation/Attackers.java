package org.deploynet.benchmarks.isolation;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.deploynet.benchmarks.rig.FarProcess;
import org.deploynet.benchmarks.rig.OpenLinks;
import org.deploynet.benchmarks.rig.Wanted;
import org.deploynet.protocol.link.LinkMessage;

/** What goes on in the attackers' process; its commands are the methods of {@link AttackerProcess}. */
public final class Attackers {
    private static final Duration FLOOD = Duration.ofSeconds(1);

    private final HttpClient http = HttpClient.newHttpClient();
    private final OpenLinks<Attacker> open = new OpenLinks<>(this::opened, Attacker::close);
    private final Wanted wanted;
    private volatile Arrival arrival = attacker -> {};

    /** What a link does once it is open. */
    private interface Arrival {
        void with(Attacker attacker) throws ExecutionException;
    }

    private Attackers(Wanted wanted) {
        this.wanted = wanted;
    }

    /** Until standard input ends; {@code arguments} say what is {@link Wanted}. */
    public static void run(List<String> arguments, PrintStream out) throws IOException {
        FarProcess.obey(new Attackers(Wanted.parse(arguments))::figures, out);
    }

    private String figures(List<String> words) throws InterruptedException, ExecutionException, TimeoutException {
        String word = words.getLast();
        return switch (words.getFirst()) {
            case "mute" -> open(Integer.parseInt(word), attacker -> {});
            case "greet" -> open(Integer.parseInt(word), Attacker::greet);
            case "eat" ->
                open(Integer.parseInt(word), attacker -> {
                    attacker.greet();
                    attacker.takeHashes();
                });
            case "ask" -> ask(Integer.parseInt(word));
            case "flood" -> flood();
            case "lived" -> words(open.members().stream().mapToLong(Attacker::lived));
            case "heard" -> heard(LinkMessage.Bye.Why.valueOf(word));
            case "offer" -> words(new Offers(http, wanted).offer(Integer.parseInt(word)));
            default -> throw new IllegalStateException("an unknown word");
        };
    }

    private static String words(LongStream figures) {
        return figures.mapToObj(String::valueOf).collect(Collectors.joining(" "));
    }

    private String open(int more, Arrival with) throws InterruptedException, ExecutionException {
        arrival = with;
        open.become(open.members().size() + more);
        return "";
    }

    private Attacker opened(PeerConnectionFactory factory)
            throws InterruptedException, ExecutionException, TimeoutException {
        Attacker attacker = Attacker.open(http, factory, wanted);
        arrival.with(attacker);
        return attacker;
    }

    private String ask(int pieces) {
        open.members().forEach(attacker -> attacker.askForBulk(pieces));
        return "";
    }

    // One after the other, each in a second of its own: at any time there is one that floods.
    private String flood() throws InterruptedException {
        var figures = LongStream.builder();
        for (Attacker attacker : open.members()) {
            long start = System.nanoTime();
            Attacker.Flood flood = attacker.flood(FLOOD);
            figures.add(flood.requests()).add(flood.nanos());
            Thread.sleep(FLOOD.minusNanos(Math.min(FLOOD.toNanos(), System.nanoTime() - start)));
        }
        return words(figures.build());
    }

    private String heard(LinkMessage.Bye.Why why) {
        return String.valueOf(
                open.members().stream().filter(attacker -> attacker.heard(why)).count());
    }
}
