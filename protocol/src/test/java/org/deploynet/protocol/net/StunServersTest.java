package org.deploynet.protocol.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StunServersTest {
    private static final Map<String, List<String>> NAMES = Map.of(
            "stun.example",
            List.of("9.9.9.9"),
            "six.example",
            List.of("2620:fe::fe"),
            "turned.example",
            List.of("192.168.1.1", "10.0.0.1"),
            "mixed.example",
            List.of("127.0.0.1", "9.9.9.10"),
            "both.example",
            List.of("2620:fe::fe", "9.9.9.9", "9.9.9.10"));

    @Test
    void areLookedUpHereAndHandedOnInNumbers() {
        assertEquals(List.of("stun:9.9.9.9:3478"), allowed("stun:stun.example"));
        assertEquals(List.of("stun:9.9.9.9:19302"), allowed("stun:stun.example:19302"));
        assertEquals(List.of("stun:9.9.9.10:3478"), allowed("stun:mixed.example"));
        assertEquals(List.of("stun:[2620:fe:0:0:0:0:0:fe]:3478"), allowed("stun:six.example:3478"));
        assertEquals(List.of("stun:[2620:fe:0:0:0:0:0:fe]:3478"), allowed("stun:[2620:fe::fe]"));
        assertEquals(List.of("stun:8.8.8.8:3478"), allowed("stun:8.8.8.8:3478"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stun:turned.example",
                "stun:192.168.1.1",
                "stun:169.254.169.254:3478",
                "stun:[::1]:3478",
                "stun:[::ffff:10.0.0.1]:3478",
                "stun:9.9.9.9:53",
                "stun:9.9.9.9:1900",
                "stun:9.9.9.9:70000",
                "stun:unknown.example",
                "turn:stun.example",
                "stun:stun.example?transport=tcp",
                "stun:",
                "http://stun.example",
                "stun:user@stun.example",
            })
    void areLeftOutWhereTheyWouldMakeThisComputerTalkToItsNeighboursOrAreNone(String url) {
        assertEquals(List.of("stun:9.9.9.9:3478"), allowed(url, "stun:stun.example"));
    }

    @Test
    void areAskedOverIpv4AndOverIpv6WhereTheyHaveBoth() {
        var servers = new StunServers(Candidates.publicOnly(), StunServersTest::addresses);
        assertEquals(
                List.of(
                        new InetSocketAddress(InetAddress.ofLiteral("9.9.9.9"), 3478),
                        new InetSocketAddress(InetAddress.ofLiteral("2620:fe::fe"), 3478)),
                servers.addresses(List.of("stun:both.example", "stun:9.9.9.9", "stun:192.168.1.1")));
    }

    @Test
    void mayBeLocalWhereTheOwnerSaysSo() {
        var servers = new StunServers(Candidates.withLocal(), StunServersTest::addresses);
        assertEquals(List.of("stun:192.168.1.1:3478"), servers.allowed(List.of("stun:turned.example")));
    }

    private static List<String> allowed(String... urls) {
        return new StunServers(Candidates.publicOnly(), StunServersTest::addresses).allowed(List.of(urls));
    }

    private static InetAddress[] addresses(String host) throws UnknownHostException {
        List<String> found = Optional.ofNullable(NAMES.get(host)).orElse(List.of());
        if (found.isEmpty() && !host.matches("[0-9.]+|.*:.*")) {
            throw new UnknownHostException(host);
        }
        return (found.isEmpty() ? List.of(host) : found)
                .stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }
}
