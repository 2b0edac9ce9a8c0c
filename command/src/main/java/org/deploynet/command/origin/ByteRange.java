package org.deploynet.command.origin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bytes a Range header asks for (RFC 9110, section 14), both ends included. Immutable. */
record ByteRange(long first, long last) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{1,18})?-(\\d{1,18})?");

    /** What a header means for a file of {@code size} bytes. */
    sealed interface Asked {
        /** No range, or one this server does not do: the whole file, as the RFC allows. */
        record Whole() implements Asked {}

        record Part(ByteRange range) implements Asked {}

        record Unsatisfiable() implements Asked {}
    }

    static Asked parse(Optional<String> header, long size) {
        Matcher matcher = ONE.matcher(header.orElse("").strip());
        if (!matcher.matches() || (matcher.group(1) == null && matcher.group(2) == null)) {
            return new Asked.Whole();
        }
        long first = matcher.group(1) == null
                ? Math.max(0, size - Long.parseLong(matcher.group(2)))
                : Long.parseLong(matcher.group(1));
        long last = matcher.group(1) == null || matcher.group(2) == null
                ? size - 1
                : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        if (matcher.group(1) != null && matcher.group(2) != null && Long.parseLong(matcher.group(2)) < first) {
            return new Asked.Whole();
        }
        return first > last ? new Asked.Unsatisfiable() : new Asked.Part(new ByteRange(first, last));
    }

    long length() {
        return last - first + 1;
    }

    String contentRange(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
