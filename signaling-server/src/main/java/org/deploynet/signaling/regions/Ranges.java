package org.deploynet.signaling.regions;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Ranges in the order of their beginnings, 18 bytes each. Immutable. */
final class Ranges {
    private final long[] first;
    private final long[] last;
    private final char[] country;

    private Ranges(long[] first, long[] last, char[] country) {
        this.first = first;
        this.last = last;
        this.country = country;
    }

    static Ranges of(List<Range> ranges) {
        List<Range> sorted =
                ranges.stream().sorted(Comparator.comparingLong(Range::first)).toList();
        var country = new char[sorted.size()];
        for (int i = 0; i < country.length; i++) {
            String code = sorted.get(i).country();
            country[i] = (char) (code.charAt(0) << 8 | code.charAt(1));
        }
        return new Ranges(
                sorted.stream().mapToLong(Range::first).toArray(),
                sorted.stream().mapToLong(Range::last).toArray(),
                country);
    }

    Optional<String> find(long address) {
        int found = Arrays.binarySearch(first, address);
        int at = found >= 0 ? found : -found - 2;
        return at >= 0 && address <= last[at]
                ? Optional.of(String.valueOf(new char[] {(char) (country[at] >> 8), (char) (country[at] & 0xff)}))
                : Optional.empty();
    }
}
