package org.deploynet.command.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.deploynet.command.publish.Addresses;
import org.deploynet.command.publish.Announcement;
import org.deploynet.command.publish.BrowserScripts;
import org.deploynet.command.publish.Publication;
import org.deploynet.command.publish.PublishFailure;
import org.deploynet.command.publish.PublisherKey;
import org.deploynet.command.publish.SafeFile;
import org.deploynet.control.process.Display;
import org.deploynet.control.process.ThisProgram;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.content.Manifest;

/**
 * A whole network on this machine: origin, signaling server and super-peer as processes of their own, and a published site.
 * {@link #run} is for one thread; {@link #close} may come from another and ends everything.
 */
public final class Demo implements AutoCloseable {
    private static final int ORIGIN_PORT = 8780;
    private static final int SIGNALING_PORT = 8790;
    private static final long CREDITS = 1_000;
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);
    private static final Duration WARM_WITHIN = Duration.ofMinutes(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    /** Ctrl-C reaches all processes of a terminal at once: time to hear of it before anything is started again. */
    private static final Duration BEFORE_RESTART = Duration.ofMillis(500);

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int ENDS_IN_WINDOW = 5;
    private static final Json JSON = Json.upTo(64 * 1024);

    private final Options options;
    private final Path data;
    private final PrintWriter out;
    private final Texts texts;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final BlockingQueue<Part> ended = new LinkedBlockingQueue<>();
    private final Deque<Part> parts = new ArrayDeque<>();
    private final Deque<Instant> ends = new ArrayDeque<>();

    /** What the person who runs the demo chose; an absent port is the usual one, or any where that is taken. */
    public record Options(
            Path site,
            Optional<Path> ready,
            Optional<Integer> originPort,
            Optional<Integer> signalingPort,
            boolean onTheDesktop) {}

    /** What {@code --ready} writes. */
    public record Ready(
            String page,
            String origin,
            String signaling,
            String control,
            String site,
            String data,
            Map<String, Long> pids) {}

    public Demo(Options options, Path data, PrintWriter out, Texts texts) {
        this.options = options;
        this.data = data.toAbsolutePath().normalize();
        this.out = out;
        this.texts = texts;
    }

    /** Runs until {@link #close}, or until a part cannot be kept alive. */
    public void run() throws DemoFailure, PublishFailure, InterruptedException {
        try {
            Ready ready = start();
            writeReady(ready);
            say("command.demo.ready", ready.page(), data.resolve("peer").toString());
            if (!options.onTheDesktop()) {
                say("command.demo.headless");
            } else if (!Display.isThere()) {
                say("command.demo.noDisplay");
            } else {
                openDesktop();
                WebBrowser.open(ready.page());
            }
            keepAlive();
        } catch (IOException e) {
            throw new DemoFailure("command.demo.failed", String.valueOf(e));
        }
    }

    private Ready start() throws DemoFailure, PublishFailure, InterruptedException, IOException {
        Path site = data.resolve("site");
        Path logs = Files.createDirectories(data.resolve("logs"));
        int originPort = Ports.pick(options.originPort(), ORIGIN_PORT);
        int signalingPort = Ports.pick(options.signalingPort(), SIGNALING_PORT);
        var addresses = Addresses.of("http://localhost:" + originPort, "ws://127.0.0.1:" + signalingPort);

        Publication.Result published = publish(site, addresses);
        Manifest manifest = published.signed().manifest();
        say("command.demo.published", manifest.files().size(), manifest.totalBytes() / 1e6);

        Path signalingData = data.resolve("signaling");
        Path peerData = data.resolve("peer");
        String origin = addresses.origin().toString();
        begin("origin", logs, List.of("demo-origin", site.toString(), "--port", Integer.toString(originPort)));
        begin("signaling", logs, signalingArguments(signalingData, signalingPort, origin));
        try (var operator = new SignalingOperator(addresses.signaling(), signalingData);
                var announcement = new Announcement(addresses, Clock.systemUTC())) {
            waitFor("origin", operator, origin + Manifest.PATH);
            waitFor("signaling", operator, addresses.signaling() + "/health");
            announcement.checkOrigin(published.signed(), published.client());
            announcement.register(published.signed());
            operator.grant(published.site(), CREDITS);
        }
        begin("peer", logs, peerArguments(peerData, addresses));
        String control = warmPeer(peerData, published).toString();
        var pids = new LinkedHashMap<String, Long>();
        parts.forEach(part -> pids.put(part.name(), part.pid()));
        return new Ready(
                origin + "/",
                origin,
                addresses.visitorSocket(),
                control,
                published.site().hex(),
                data.toString(),
                pids);
    }

    private Publication.Result publish(Path site, Addresses addresses) throws PublishFailure, IOException {
        Folders.delete(site);
        var copy = new SiteCopy(options.site(), site);
        copy.copy();
        PublisherKey key = PublisherKey.open(data.resolve("publisher-key.json"), site);
        copy.insert(addresses.tag(key.key().id()));
        var publication = new Publication(site, Clock.systemUTC());
        BrowserScripts scripts = BrowserScripts.ofThisProgram();
        Path hashes = data.resolve("hashes.json");
        var terms = new Publication.Terms(key.key(), addresses, hashes, scripts, OptionalInt.empty(), false);
        return publication.publish(publication.scan(), terms, bytes -> {});
    }

    private static List<String> signalingArguments(Path folder, int port, String origin) {
        return List.of(
                "signaling",
                "--data",
                folder.toString(),
                "--port",
                Integer.toString(port),
                "--allow-local-origin",
                origin,
                "--allow-local-peers",
                "--pay-same-prefix");
    }

    private static List<String> peerArguments(Path folder, Addresses addresses) {
        return List.of(
                "peer",
                "--data",
                folder.toString(),
                "--signaling",
                addresses.signaling().toString().replaceFirst("^http", "ws"),
                "--upload",
                "unlimited",
                "--quota",
                "4 GB",
                "--free-floor",
                "0",
                "--allow-local-origin",
                addresses.origin().toString(),
                "--allow-local-peers",
                "--owner",
                "demo");
    }

    private void begin(String name, Path logs, List<String> arguments) throws IOException {
        var part = new Part(name, ThisProgram.endingWithThis(arguments), logs.resolve(name + ".log"));
        synchronized (parts) {
            parts.addLast(part);
        }
        part.start(ended::add);
    }

    // The demo looks after its super-peer itself; the application only attaches to it, and may be quit and be gone.
    private void openDesktop() throws IOException {
        String peer = data.resolve("peer").toString();
        var application = new Part(
                "desktop",
                ThisProgram.desktop(List.of("--attach", "--data", peer)),
                data.resolve("logs").resolve("desktop.log"));
        synchronized (parts) {
            parts.addLast(application);
        }
        application.start(this::sayHowTheDesktopEnded);
    }

    private void sayHowTheDesktopEnded(Part gone) {
        if (closing.getCount() > 0) {
            say("command.demo.desktopEnded", gone.howItEnded());
        }
    }

    private void waitFor(String name, SignalingOperator operator, String address)
            throws DemoFailure, InterruptedException {
        Instant end = Instant.now().plus(ANSWERS_WITHIN);
        while (!operator.answers(address)) {
            failIfEnded();
            if (Instant.now().isAfter(end)) {
                throw new DemoFailure(
                        "command.demo.silent",
                        name,
                        address,
                        data.resolve("logs").toString());
            }
            pause();
        }
    }

    private Path warmPeer(Path peerData, Publication.Result published) throws DemoFailure, InterruptedException {
        var peer = new PeerWatch(peerData, published.site().hex());
        Instant end = Instant.now().plus(WARM_WITHIN);
        while (!peer.isWarm()) {
            failIfEnded();
            if (Instant.now().isAfter(end)) {
                throw new DemoFailure("command.demo.cold", peer.state());
            }
            pause();
        }
        return peer.socket();
    }

    // While starting, a part that ends has a reason that a second try would not mend.
    private void failIfEnded() throws DemoFailure {
        Part gone = ended.poll();
        if (gone != null) {
            throw new DemoFailure("command.demo.partFailed", gone.name(), gone.howItEnded(), gone.lastWords());
        }
    }

    private void pause() throws InterruptedException {
        if (closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the demo is being closed");
        }
    }

    private void keepAlive() throws DemoFailure, InterruptedException, IOException {
        while (true) {
            Part gone = ended.take();
            if (closing.await(BEFORE_RESTART.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            Instant now = Instant.now();
            ends.addLast(now);
            ends.removeIf(end -> end.isBefore(now.minus(WINDOW)));
            if (ends.size() >= ENDS_IN_WINDOW) {
                throw new DemoFailure("command.demo.partFailed", gone.name(), gone.howItEnded(), gone.lastWords());
            }
            say("command.demo.restarted", gone.name(), gone.howItEnded());
            gone.start(ended::add);
        }
    }

    private void writeReady(Ready ready) throws IOException {
        if (options.ready().isPresent()) {
            SafeFile.write(options.ready().get().toAbsolutePath(), JSON.writeBytes(ready));
        }
    }

    private void say(String key, Object... arguments) {
        out.println(texts.get(key, arguments));
        out.flush();
    }

    /** Ends all parts, the last one started first. */
    @Override
    public void close() {
        closing.countDown();
        synchronized (parts) {
            parts.descendingIterator().forEachRemaining(Part::close);
        }
    }
}
