package org.deploynet.engine.fuzz;

import java.util.List;

/** What must be true of a candidate that may reach native code, by the fields of RFC 8839 §5.1 alone. Safe from any thread. */
public final class CandidateRule {
    private static final List<String> SERVICES =
            List.of("1900", "3702", "5060", "5061", "5353", "5355", "5683", "11211");

    private CandidateRule() {}

    /** @throws AssertionError if this candidate, {@code candidate:…}, must not be used */
    public static void holds(String candidate) {
        String[] fields = candidate.split(" ", -1);
        Claim.that(fields.length >= 8 && fields[0].startsWith("candidate:"), "no candidate", candidate);
        Claim.that(fields[2].equalsIgnoreCase("udp"), "not UDP", candidate);
        Claim.that(ForbiddenAddresses.allow(fields[4]), "a forbidden address", candidate);
        Claim.that(
                fields[5].matches("[0-9]{4,5}")
                        && Integer.parseInt(fields[5]) >= 1024
                        && Integer.parseInt(fields[5]) <= 65_535
                        && !SERVICES.contains(fields[5]),
                "a service's port",
                candidate);
        Claim.that(candidate.chars().allMatch(c -> c >= ' ' && c <= '~'), "unprintable", candidate);
    }
}
