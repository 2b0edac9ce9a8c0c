package org.deploynet.engine.fuzz;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rule of docs/protocol.md §3 once more, from the registries' own notation and with a reader of addresses of its own: it shares
 * nothing with the code that is tested by it. Safe from any thread.
 */
public final class ForbiddenAddresses {
    private static final Pattern FOUR = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    private static final List<Block> BLOCKS = List.of(
                    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24",
                    "192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15",
                    "198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
                    "::/3 2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20 4000::/2 8000::/1")
            .stream()
            .flatMap(line -> List.of(line.split(" ", -1)).stream())
            .map(Block::of)
            .toList();

    private record Numeral(BigInteger value, int bits) {}

    private record Block(Numeral network, int prefix) {
        static Block of(String text) {
            String[] halves = text.split("/", -1);
            return new Block(number(halves[0]).orElseThrow(), Integer.parseInt(halves[1]));
        }

        boolean contains(Numeral address) {
            int rest = network.bits - prefix;
            return address.bits == network.bits
                    && address.value.shiftRight(rest).equals(network.value.shiftRight(rest));
        }
    }

    private ForbiddenAddresses() {}

    /** Whether it is an address in plain numbers (four octets, or RFC 4291 §2.2) that is in none of the blocks. */
    public static boolean allow(String text) {
        return number(text)
                .filter(address -> BLOCKS.stream().noneMatch(block -> block.contains(address)))
                .isPresent();
    }

    private static Optional<Numeral> number(String text) {
        return text.indexOf(':') < 0 ? four(text) : six(text);
    }

    private static Optional<Numeral> four(String text) {
        Matcher octets = FOUR.matcher(text);
        if (!octets.matches()) {
            return Optional.empty();
        }
        long value = 0;
        for (int i = 1; i <= 4; i++) {
            String digits = octets.group(i);
            int octet = Integer.parseInt(digits);
            if (octet > 255 || !String.valueOf(octet).equals(digits)) {
                return Optional.empty();
            }
            value = value << 8 | octet;
        }
        return Optional.of(new Numeral(BigInteger.valueOf(value), 32));
    }

    private static Optional<Numeral> six(String text) {
        String[] halves = text.split("::", -1);
        if (halves.length > 2) {
            return Optional.empty();
        }
        Optional<List<Integer>> high = groups(halves[0]);
        Optional<List<Integer>> low = halves.length == 2 ? groups(halves[1]) : Optional.of(List.of());
        if (high.isEmpty() || low.isEmpty()) {
            return Optional.empty();
        }
        int missing = 8 - high.get().size() - low.get().size();
        if (halves.length == 2 ? missing < 1 : missing != 0) {
            return Optional.empty();
        }
        var all = new ArrayList<>(high.get());
        for (int i = 0; i < missing; i++) {
            all.add(0);
        }
        all.addAll(low.get());
        BigInteger value = BigInteger.ZERO;
        for (int group : all) {
            value = value.shiftLeft(16).or(BigInteger.valueOf(group));
        }
        return Optional.of(new Numeral(value, 128));
    }

    // The last 32 bits may be written as an IPv4 address.
    private static Optional<List<Integer>> groups(String text) {
        var groups = new ArrayList<Integer>();
        for (String group : text.isEmpty() ? new String[0] : text.split(":", -1)) {
            Optional<Numeral> tail = four(group);
            if (tail.isPresent()) {
                int value = tail.get().value().intValue();
                groups.add(value >>> 16);
                groups.add(value & 0xffff);
            } else if (group.matches("[0-9a-fA-F]{1,4}")) {
                groups.add(Integer.parseInt(group, 16));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(groups);
    }
}
