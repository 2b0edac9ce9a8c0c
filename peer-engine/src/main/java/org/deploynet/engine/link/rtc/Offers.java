package org.deploynet.engine.link.rtc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.signaling.Candidate;

/**
 * What of a visitor's offer native code may see: one data channel section, put together anew from the lines that a data channel
 * needs (RFC 8841), with few candidates whose addresses are allowed. Native code knows hundreds of further attributes.
 */
final class Offers {
    private static final int MAX_CHARACTERS = 16 * 1024;
    private static final int MAX_LINES = 200;
    private static final String CANDIDATE = "a=candidate:";
    private static final Pattern LINE = Pattern.compile("[vostmca]=[\\x20-\\x7e]{1,510}");
    private static final Pattern SECTION =
            Pattern.compile("m=application [1-9][0-9]{0,4} UDP/DTLS/SCTP webrtc-datachannel");
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

    private Offers() {}

    /** The offer as it may be used. */
    static String checked(String sdp, Candidates candidates) throws HandshakeException {
        require(sdp.length() <= MAX_CHARACTERS, "an offer of " + sdp.length() + " characters");
        List<String> lines = candidates.filter(sdp).lines().toList();
        require(sdp.lines().count() <= MAX_LINES, "an offer of too many lines");
        require(candidates(lines) <= Candidate.MAX_PER_LINK, "an offer with too many candidates");
        require(
                count(lines, "m=") == 1
                        && lines.stream().anyMatch(line -> SECTION.matcher(line).matches()),
                "an offer that is not of one data section");
        var allowed = new ArrayList<String>();
        for (String line : lines) {
            allowed(line).ifPresent(allowed::add);
        }
        return String.join("\r\n", allowed) + "\r\n";
    }

    /** How many candidates an offer already carries. */
    static int candidates(String sdp) {
        return candidates(sdp.lines().toList());
    }

    private static int candidates(List<String> lines) {
        return Math.toIntExact(count(lines, CANDIDATE));
    }

    // An address in the connection or section line is nobody's candidate.
    private static Optional<String> allowed(String line) {
        if (!LINE.matcher(line).matches()) {
            return Optional.empty();
        }
        return switch (line.charAt(0)) {
            case 'c' -> Optional.of("c=IN IP4 0.0.0.0");
            case 'm' -> Optional.of("m=application 9 UDP/DTLS/SCTP webrtc-datachannel");
            case 'a' -> Optional.of(line).filter(attribute -> ATTRIBUTES.contains(name(attribute)));
            default -> Optional.of(line);
        };
    }

    private static String name(String attribute) {
        int colon = attribute.indexOf(':');
        return attribute.substring("a=".length(), colon < 0 ? attribute.length() : colon);
    }

    private static long count(List<String> lines, String start) {
        return lines.stream().filter(line -> line.startsWith(start)).count();
    }

    private static void require(boolean claim, String otherwise) throws HandshakeException {
        if (!claim) {
            throw new HandshakeException(otherwise);
        }
    }
}
