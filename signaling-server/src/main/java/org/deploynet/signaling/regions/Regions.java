package org.deploynet.signaling.regions;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which country an address was allocated to, by a file in the RIR statistics exchange format ("delegated-extended", as the five
 * registries publish it): lines {@code registry|cc|ipv4|start|count|date|status} and {@code registry|cc|ipv6|start|prefix|…}. It is where
 * a network is registered, not where somebody is. Kept as sorted arrays. Immutable.
 */
public final class Regions {
    /** Knows of none. */
    public static final Regions NONE = new Regions(Ranges.of(List.of()), Ranges.of(List.of()), false);

    /** All registries together have half a million lines in 2026. */
    static final int MOST_LINES = 5_000_000;

    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern V4 = Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]{2,39}");
    private static final String UNASSIGNED = "ZZ";
    private static final int V4_BITS = 32;
    private static final int V6_UPPER_BITS = 64;

    private final Ranges v4;
    private final Ranges v6;
    private final boolean known;

    private Regions(Ranges v4, Ranges v6, boolean known) {
        this.v4 = v4;
        this.v6 = v6;
        this.known = known;
    }

    /**
     * Reads a file of one registry, or of several one after the other.
     *
     * @throws IOException it cannot be read; the message names the line that is none of this format
     */
    public static Regions read(Path file) throws IOException {
        List<Range> v4 = new ArrayList<>();
        List<Range> v6 = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (number > MOST_LINES) {
                    throw new IOException(file + " has more than " + MOST_LINES + " lines");
                }
                try {
                    read(line, v4, v6);
                } catch (IllegalArgumentException e) {
                    throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
                }
            }
        }
        return new Regions(Ranges.of(v4), Ranges.of(v6), true);
    }

    private static void read(String line, List<Range> v4, List<Range> v6) {
        String[] fields = line.split("\\|", -1);
        // Comments, the line of the version, sums, and numbers of autonomous systems.
        boolean isRecord = !line.startsWith("#")
                && fields.length >= 7
                && COUNTRY.matcher(fields[1]).matches();
        if (!isRecord || fields[1].equals(UNASSIGNED)) {
            return;
        }
        switch (fields[2]) {
            case "ipv4" -> v4.add(v4(fields[1], fields[3], fields[4]));
            case "ipv6" -> v6(fields[1], fields[3], fields[4]).ifPresent(v6::add);
            default -> {
                // Of no address.
            }
        }
    }

    private static Range v4(String country, String start, String count) {
        long first = bits(literal(start, V4));
        long last = first + number(count, 1L << V4_BITS) - 1;
        if (last >= 1L << V4_BITS) {
            throw new IllegalArgumentException(count + " addresses from " + start + " on are not there");
        }
        return new Range(first, last, country);
    }

    // Nobody is allocated less than a /64, and what is written down of longer prefixes would not be found.
    private static Optional<Range> v6(String country, String start, String prefix) {
        int length = (int) number(prefix, 128);
        if (length > V6_UPPER_BITS) {
            return Optional.empty();
        }
        long first = upper(literal(start, V6));
        return Optional.of(
                new Range(sortable(first), sortable(first | (length == V6_UPPER_BITS ? 0 : -1L >>> length)), country));
    }

    private static long number(String text, long most) {
        BigInteger number = new BigInteger(text);
        if (number.signum() < 1 || number.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new IllegalArgumentException(text + " is not from 1 to " + most);
        }
        return number.longValueExact();
    }

    // A name would be looked up.
    private static InetAddress literal(String text, Pattern form) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " is no address");
        }
        return InetAddress.ofLiteral(text);
    }

    private static long bits(InetAddress address) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(address.getAddress()).getInt());
    }

    private static long upper(InetAddress address) {
        return ByteBuffer.wrap(address.getAddress()).getLong();
    }

    // So that comparing with signs is comparing without.
    private static long sortable(long unsigned) {
        return unsigned ^ Long.MIN_VALUE;
    }

    /** Whether there was a file. */
    public boolean areKnown() {
        return known;
    }

    /** Two capital letters (ISO 3166-1); empty where the file does not say. */
    public Optional<String> country(InetAddress address) {
        return address instanceof Inet4Address ? v4.find(bits(address)) : v6.find(sortable(upper(address)));
    }
}
