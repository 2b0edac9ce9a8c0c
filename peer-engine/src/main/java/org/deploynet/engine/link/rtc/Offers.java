package org.deploynet.engine.link.rtc;

import java.util.List;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.signaling.Candidate;

/** What of a visitor's offer native code may see: one data channel section, and few candidates whose addresses are allowed. */
final class Offers {
    private static final int MAX_LINES = 200;
    private static final String CANDIDATE = "a=candidate:";

    private Offers() {}

    /** The offer as it may be used. */
    static String checked(String sdp, Candidates candidates) throws HandshakeException {
        String filtered = candidates.filter(sdp);
        List<String> lines = filtered.lines().toList();
        require(lines.size() <= MAX_LINES, "an offer of " + lines.size() + " lines");
        require(count(lines, CANDIDATE) <= Candidate.MAX_PER_LINK, "an offer with too many candidates");
        require(
                count(lines, "m=") == 1 && count(lines, "m=application ") == 1,
                "an offer that is not of one data section");
        return filtered;
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
