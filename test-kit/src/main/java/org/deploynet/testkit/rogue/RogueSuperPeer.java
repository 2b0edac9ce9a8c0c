package org.deploynet.testkit.rogue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import org.deploynet.engine.link.PeerLink;
import org.deploynet.engine.link.rtc.HandshakeEvents;
import org.deploynet.engine.link.rtc.RtcOptions;
import org.deploynet.engine.link.rtc.RtcPeers;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.signaling.Answer;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.FromSuperPeer.Capacity;
import org.deploynet.protocol.signaling.FromSuperPeer.Kept;
import org.deploynet.protocol.signaling.Proof;
import org.deploynet.protocol.signaling.ToSuperPeer;

/**
 * A super-peer that joins the network properly and then lies to browsers. It keeps a folder in memory, claims to have every
 * site whole that is assigned to it, checks nobody's ticket and earns nothing.
 *
 * <p>Arguments: the signaling server's {@code ws://…/v1/super-peer}, the folder of the site, the {@link Lie}.
 */
public final class RogueSuperPeer implements HandshakeEvents {
    private static final Capacity LARGE = new Capacity(100_000_000, 60, 1_000_000_000);

    private final SigningKey identity = SigningKey.generate();
    private final Shelf shelf;
    private final Lie lie;
    private final RtcPeers links;
    private final RogueSignaling signaling;

    private RogueSuperPeer(URI server, Shelf shelf, Lie lie, HttpClient http) {
        this.shelf = shelf;
        this.lie = lie;
        this.links = RtcPeers.start(RtcOptions.with(Candidates.withLocal()));
        this.signaling = new RogueSignaling(http, server);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Shelf shelf = Shelf.of(Path.of(arguments[1]));
            new RogueSuperPeer(URI.create(arguments[0]), shelf, Lie.named(arguments[2]), http).serve();
        } catch (ProtocolException e) {
            Said.line("ended", String.valueOf(e));
        }
        System.exit(0);
    }

    private void serve() throws InterruptedException, ProtocolException {
        while (true) {
            switch (signaling.take()) {
                case ToSuperPeer.Challenge challenge -> signaling.send(hello(challenge));
                case ToSuperPeer.Welcome welcome ->
                    Said.line("welcome", identity.id().hex());
                case ToSuperPeer.Assign assign -> claim(assign.sites());
                case ToSuperPeer.Offer offer -> links.accept(offer.link(), offer.sdp(), this);
                case Candidate candidate -> links.candidate(candidate);
                case org.deploynet.protocol.signaling.Refused refused -> Said.line("refused", refused.message());
                default -> {}
            }
        }
    }

    private FromSuperPeer hello(ToSuperPeer.Challenge challenge) {
        var proof = new Proof(challenge.nonce(), challenge.network(), identity.id(), links.fingerprint(), 1);
        return new FromSuperPeer.Hello(1, identity.id(), proof.sign(identity), "rogue", LARGE);
    }

    private void claim(List<ToSuperPeer.Assigned> sites) {
        List<Kept> kept = sites.stream()
                .map(site -> new Kept(site.site(), site.sequence(), shelf.bytes(), true))
                .toList();
        signaling.send(FromSuperPeer.Inventory.of(kept, 1_000_000_000));
        signaling.send(new FromSuperPeer.Load(0, 0, 60));
        Said.line("serving", kept.size() + " sites");
    }

    @Override
    public void answered(String link, String sdp) {
        signaling.send(new Answer(link, sdp));
    }

    @Override
    public void candidate(Candidate candidate) {
        signaling.send(candidate);
    }

    @Override
    public void opened(PeerLink link) {
        Said.line("link", link.id());
        Thread.ofVirtual().start(new RogueLink(link, shelf, lie));
    }

    @Override
    public void failed(String link, String why) {
        Said.line("failed", why);
    }
}
