package org.deploynet.engine.link.rtc;

import dev.onvoid.webrtc.PortAllocatorConfig;
import dev.onvoid.webrtc.RTCBundlePolicy;
import dev.onvoid.webrtc.RTCCertificatePEM;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceServer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.net.Fingerprints;
import org.deploynet.protocol.net.StunServers;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.protocol.signaling.TurnCredentials;

/** The first road: answers visitors' offers over WebRTC and hands out open links. Safe from any thread. */
public final class RtcPeers implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RtcPeers.class.getName());
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final RtcOptions options;
    private final LinkCertificate certificate;
    private final RtcFactories factories;
    private final Doors doors = new Doors();
    private final Semaphore places;
    private final Map<String, Running> handshakes = new ConcurrentHashMap<>();
    private final StunServers servers;
    private final TurnServers relays;
    private final PathWatch paths = new PathWatch();
    private volatile List<String> named = List.of();
    private volatile List<String> stun = List.of();

    private record Running(Handshake handshake, Thread thread) {}

    private RtcPeers(RtcOptions options, LinkCertificate certificate, RtcFactories factories) {
        this.options = options;
        this.certificate = certificate;
        this.factories = factories;
        this.places = new Semaphore(options.maxHandshakes());
        this.servers = new StunServers(options.candidates(), InetAddress::getAllByName);
        this.relays = new TurnServers(options.candidates(), InetAddress::getAllByName);
    }

    /**
     * Loads the native library, makes the certificate and runs one handshake with itself, so that the first visitor does not
     * pay for it and a library that cannot work here is noticed now. Takes about a third of a second.
     *
     * @throws IllegalStateException if WebRTC does not work on this machine
     */
    public static RtcPeers start(RtcOptions options) {
        NativeLeftovers.sweep(Path.of(System.getProperty("java.io.tmpdir", ".")), Instant.now());
        var peers = new RtcPeers(options, LinkCertificate.generate(Instant.now()), RtcFactories.forThisMachine());
        peers.warmUp();
        peers.paths.start();
        return peers;
    }

    /** Of the certificate that every link of this start shows, as in SDP: {@code sha-256 AA:BB:…}. */
    public String fingerprint() {
        return certificate.fingerprint();
    }

    /** The network's list; for links accepted from when it has been looked up. Returns at once. */
    public void useStun(List<String> urls) {
        List<String> now = List.copyOf(urls);
        named = now;
        Thread.ofVirtual().name("stun-servers").start(() -> lookUp(now));
    }

    private void lookUp(List<String> urls) {
        List<String> allowed = servers.allowed(urls);
        synchronized (servers) {
            // A slow look-up must not undo a later one.
            stun = urls.equals(named) ? allowed : stun;
        }
    }

    /** The ports that links take as long as there are any. */
    public Doors doors() {
        return doors;
    }

    /** Whether another handshake could begin now. */
    public boolean hasRoom() {
        return places.availablePermits() > 0;
    }

    /** Takes a visitor's offer; returns at once, all the rest comes as events. */
    public void accept(String link, String offerSdp, HandshakeEvents events) {
        accept(link, offerSdp, Road.USUAL, events);
    }

    /**
     * What one link may take beside the usual way.
     *
     * @param relay of the network's, for this link alone; what of it may not be used is left out
     * @param ownNetwork whether the visitor is told this machine's addresses on its local network
     */
    public record Road(Optional<TurnCredentials> relay, boolean ownNetwork) {
        static final Road USUAL = new Road(Optional.empty(), false);
    }

    /** The same by such a road. */
    public void accept(String link, String offerSdp, Road road, HandshakeEvents events) {
        if (!places.tryAcquire()) {
            events.failed(link, "too many handshakes at once");
            return;
        }
        var handshake = new Handshake(
                link,
                offerSdp,
                options.candidates(),
                road.ownNetwork() ? options.candidates().withOwnNetwork() : options.candidates(),
                events,
                receiver -> connect(receiver, road.relay().map(relays::allowed).orElse(List.of())),
                places::release,
                paths::watch);
        Thread thread = Thread.ofVirtual().name("handshake-" + link).unstarted(() -> run(link, handshake));
        if (handshakes.putIfAbsent(link, new Running(handshake, thread)) == null) {
            thread.start();
        } else {
            places.release();
            events.failed(link, "a second offer for one link");
        }
    }

    private void run(String link, Handshake handshake) {
        try {
            handshake.run();
        } finally {
            handshakes.remove(link);
        }
    }

    private RtcConnection connect(ConnectionEvents events, List<RTCIceServer> relay) {
        RtcFactories.Lease lease = factories.lease();
        Optional<Doors.Taken> taken = doors.take();
        try {
            return new RtcConnection(lease, taken, configuration(taken.map(Doors.Taken::door), relay), events);
        } catch (RuntimeException e) {
            taken.ifPresent(Doors.Taken::close);
            lease.close();
            throw e;
        }
    }

    /** A candidate of the visitor's; ignored when no handshake of that link is under way. */
    public void candidate(Candidate candidate) {
        Optional.ofNullable(handshakes.get(candidate.link())).ifPresent(running -> running.handshake.offer(candidate));
    }

    private RTCConfiguration configuration(Optional<Door> door, List<RTCIceServer> relay) {
        var configuration = new RTCConfiguration();
        configuration.bundlePolicy = RTCBundlePolicy.MAX_BUNDLE;
        configuration.certificates = List.of(new RTCCertificatePEM(
                certificate.privateKeyPem(),
                certificate.certificatePem(),
                certificate.expires().getEpochSecond()));
        configuration.iceServers = Stream.concat(stun.stream().map(RtcPeers::server), relay.stream())
                .toList();
        configuration.portAllocatorConfig = ports(door);
        return configuration;
    }

    // TCP would open listening ports in the owner's home; candidates over it are filtered anyway.
    private static PortAllocatorConfig ports(Optional<Door> door) {
        var config = new PortAllocatorConfig().setDisableTcp(true);
        door.map(Door::port).ifPresent(port -> {
            config.minPort = port;
            config.maxPort = port;
        });
        return config;
    }

    private static RTCIceServer server(String url) {
        var server = new RTCIceServer();
        server.urls = List.of(url);
        return server;
    }

    private void warmUp() {
        try (var offering = connect(ConnectionEvents.NONE, List.of());
                var answering = connect(ConnectionEvents.NONE, List.of())) {
            String fingerprint = Fingerprints.of(answering.answer(offering.offer()));
            if (!fingerprint.equals(certificate.fingerprint())) {
                throw new IllegalStateException("WebRTC does not use the certificate it was given");
            }
        } catch (HandshakeException | ProtocolException e) {
            throw new IllegalStateException("WebRTC does not answer on this machine", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while WebRTC started", e);
        }
    }

    /** Ends handshakes that are under way and waits a moment for closed links to give their factories back. */
    @Override
    public void close() {
        paths.close();
        handshakes.values().forEach(running -> running.thread.interrupt());
        if (!factories.closeWithin(CLOSING)) {
            LOG.log(System.Logger.Level.WARNING, "links were still open when WebRTC was closed");
        }
    }
}
