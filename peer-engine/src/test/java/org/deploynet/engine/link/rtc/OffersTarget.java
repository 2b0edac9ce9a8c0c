package org.deploynet.engine.link.rtc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.deploynet.engine.fuzz.CandidateRule;
import org.deploynet.engine.fuzz.Claim;
import org.deploynet.engine.fuzz.FuzzTarget;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.net.Fingerprints;
import org.deploynet.protocol.signaling.Candidate;

/** Visitors' offers: what native code would see is short, of known lines, leads to no forbidden address, and stays as it is. */
public final class OffersTarget implements FuzzTarget {
    private static final int MOST_LINES = 200;
    private static final String CANDIDATE = "a=candidate:";
    private static final String FINGERPRINT = "a=fingerprint:";
    /** RFC 8841, 8839 and 8122: what a data channel needs. */
    private static final Set<String> ATTRIBUTES = Set.of(
            "candidate",
            "end-of-candidates",
            "fingerprint",
            "group",
            "ice-options",
            "ice-pwd",
            "ice-ufrag",
            "max-message-size",
            "mid",
            "sctp-port",
            "setup");

    private final Candidates publicOnly = Candidates.publicOnly();

    @Override
    public String name() {
        return "offers";
    }

    @Override
    public int maxBytes() {
        return 17 * 1024;
    }

    @Override
    public long maxAllocatedBytes() {
        return 16 * 1024 * 1024;
    }

    @Override
    public boolean check(byte[] input) {
        String offer = new String(input, StandardCharsets.UTF_8);
        String rebuilt;
        try {
            rebuilt = Offers.checked(offer, publicOnly);
        } catch (HandshakeException refused) {
            return false;
        }
        List<String> lines = rebuilt.lines().toList();
        Claim.that(lines.size() <= MOST_LINES, "lines", lines.size());
        Claim.that(rebuilt.equals(String.join("\r\n", lines) + "\r\n"), "a line that ends otherwise");
        Claim.that(
                lines.stream()
                        .filter(line -> line.startsWith("m="))
                        .toList()
                        .equals(List.of("m=application 9 UDP/DTLS/SCTP webrtc-datachannel")),
                "another section");
        Claim.that(
                lines.stream().filter(line -> line.startsWith(CANDIDATE)).count() <= Candidate.MAX_PER_LINK,
                "too many candidates");
        lines.forEach(OffersTarget::isKnown);
        staysAsItIs(rebuilt);
        keepsItsFingerprint(offer, lines);
        return true;
    }

    private static void isKnown(String line) {
        Claim.that(line.matches("[vostmca]=[ -~]{1,510}"), "an unknown line", line);
        if (line.startsWith("a=")) {
            Claim.that(ATTRIBUTES.contains(line.substring(2).split(":", 2)[0]), "an unknown attribute", line);
        }
        if (line.startsWith("c=")) {
            Claim.that(line.equals("c=IN IP4 0.0.0.0"), "a connection", line);
        }
        if (line.startsWith(CANDIDATE)) {
            CandidateRule.holds(line.substring("a=".length()));
        }
    }

    private void staysAsItIs(String rebuilt) {
        try {
            Claim.that(Offers.checked(rebuilt, publicOnly).equals(rebuilt), "rebuilt again it is another offer");
        } catch (HandshakeException e) {
            throw new AssertionError("what it was rebuilt into is refused", e);
        }
    }

    // The signaling server binds the offer's fingerprint to the ticket; native code checks the rebuilt one's.
    private static void keepsItsFingerprint(String offer, List<String> rebuilt) {
        try {
            String bound = Fingerprints.of(offer);
            rebuilt.stream()
                    .filter(line -> line.startsWith(FINGERPRINT))
                    .forEach(line -> Claim.that(
                            line.substring(FINGERPRINT.length()).strip().equals(bound), "another fingerprint", line));
        } catch (ProtocolException none) {
            // Nobody is let in with such an offer.
        }
    }
}
