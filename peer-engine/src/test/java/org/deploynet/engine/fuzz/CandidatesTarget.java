package org.deploynet.engine.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.net.Fingerprints;

/** The candidate filter and the reader of fingerprints, by single candidates and by whole session descriptions. */
final class CandidatesTarget implements FuzzTarget {
    private static final String LINE = "a=candidate:";
    private static final String FINGERPRINT = "a=fingerprint:";

    private final Candidates publicOnly = Candidates.publicOnly();

    @Override
    public String name() {
        return "candidates";
    }

    @Override
    public int maxBytes() {
        return 4096;
    }

    @Override
    public long maxAllocatedBytes() {
        return 16 * 1024 * 1024;
    }

    @Override
    public boolean check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        boolean isCandidate = publicOnly.allows(text);
        if (isCandidate) {
            CandidateRule.holds(text);
            Claim.that(Candidates.withLocal().allows(text), "refused only where more is allowed", text);
        }
        boolean isFiltered = filters(text);
        boolean hasFingerprint = readsFingerprint(text);
        return isFiltered || hasFingerprint || isCandidate;
    }

    private boolean filters(String text) {
        String filtered = publicOnly.filter(text);
        List<String> kept =
                filtered.lines().filter(line -> line.startsWith(LINE)).toList();
        kept.forEach(line -> CandidateRule.holds(line.substring("a=".length())));
        Claim.that(publicOnly.filter(filtered).equals(filtered), "filtered again it is another one");
        // Nothing at all becomes one empty line.
        Claim.that(others(filtered).equals(others(text)) || filtered.equals("\r\n"), "other lines changed");
        return !kept.isEmpty();
    }

    private static List<String> others(String text) {
        return text.lines().filter(line -> !line.startsWith(LINE)).toList();
    }

    private static boolean readsFingerprint(String text) {
        try {
            String fingerprint = Fingerprints.of(text);
            Claim.that(fingerprint.length() == "sha-256 ".length() + 32 * 3 - 1, "a fingerprint of another length");
            Claim.that(
                    text.lines()
                            .filter(line -> line.startsWith(FINGERPRINT))
                            .allMatch(line ->
                                    line.substring(FINGERPRINT.length()).strip().equals(fingerprint)),
                    "another fingerprint than the one that counts");
            return true;
        } catch (ProtocolException none) {
            return false;
        }
    }
}
