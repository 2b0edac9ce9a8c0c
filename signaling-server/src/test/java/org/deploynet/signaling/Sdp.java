package org.deploynet.signaling;

import java.util.Random;
import java.util.stream.Collectors;

/** Session descriptions with all that the server looks at. */
final class Sdp {
    static final String PUBLIC = "candidate:1 1 udp 2113937151 8.8.8.8 50000 typ host generation 0";
    static final String PRIVATE = "candidate:2 1 udp 2113937151 192.168.1.7 50000 typ host generation 0";

    private Sdp() {}

    static String fingerprint(int seed) {
        byte[] bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return "sha-256 "
                + java.util.stream.IntStream.range(0, bytes.length)
                        .mapToObj(i -> String.format("%02X", bytes[i]))
                        .collect(Collectors.joining(":"));
    }

    static String candidate(int number) {
        return "candidate:1 1 udp 2113937151 8.8.8.8 " + (50_000 + number) + " typ host generation 0";
    }

    /** Without any candidate, as browsers send it: theirs follow. */
    static String bare(String fingerprint) {
        return "v=0\r\na=fingerprint:" + fingerprint + "\r\n";
    }

    static String of(String fingerprint) {
        return "v=0\r\na=fingerprint:" + fingerprint + "\r\na=" + PUBLIC + "\r\na=" + PRIVATE + "\r\n";
    }
}
