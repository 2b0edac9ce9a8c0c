package org.deploynet.protocol.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.deploynet.protocol.net.IceServerUrl.Scheme;
import org.deploynet.protocol.net.IceServerUrl.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IceServerUrlTest {
    @Test
    void isReadWithTheUsualPortAndTransportWhereItNamesNone() {
        assertEquals(url(Scheme.STUN, "stun.example", 3478, Transport.UDP), read("stun:stun.example"));
        assertEquals(url(Scheme.TURN, "turn.example", 3478, Transport.UDP), read("turn:turn.example"));
        assertEquals(url(Scheme.TURNS, "turn.example", 5349, Transport.TCP), read("turns:turn.example"));
    }

    @Test
    void isReadWithWhatItNames() {
        assertEquals(url(Scheme.TURN, "9.9.9.9", 1024, Transport.TCP), read("turn:9.9.9.9:1024?transport=tcp"));
        assertEquals(url(Scheme.TURN, "9.9.9.9", 65_535, Transport.UDP), read("turn:9.9.9.9:65535?transport=udp"));
        assertEquals(url(Scheme.TURNS, "2620:fe::fe", 6000, Transport.TCP), read("turns:[2620:fe::fe]:6000"));
        assertEquals(url(Scheme.TURNS, "a.example", 5349, Transport.TCP), read("turns:a.example?transport=tcp"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "turn:",
                "TURN:turn.example",
                "turn://turn.example",
                "turn:user@turn.example",
                "turn:user:password@turn.example",
                "turn:turn.example:0",
                "turn:turn.example:65536",
                "turn:turn.example:99999",
                "turn:turn.example:",
                "turn:turn.example?transport=sctp",
                "turn:turn.example?transport=",
                "turn:turn.example?transport=udp&x=1",
                "turns:turn.example?transport=udp",
                "stun:stun.example?transport=udp",
                "turn:2620:fe::fe",
                "turn:[fe80::1%eth0]",
                "turn:turn.example ",
                "turn:turn.example\n",
                "turn:türn.example",
                "http://turn.example",
            })
    void isNoOtherText(String text) {
        assertEquals(Optional.empty(), IceServerUrl.read(text));
    }

    @Test
    void isNoLongerThanWhatIsRead() {
        String longest = "turn:" + "a".repeat(IceServerUrl.MAX_CHARS - "turn:".length());
        assertEquals(
                IceServerUrl.MAX_CHARS - 5, read(longest).orElseThrow().host().length());
        assertEquals(Optional.empty(), read(longest + "a"));
        assertEquals(Optional.empty(), read("turn:" + "a".repeat(60_000)));
    }

    private static Optional<IceServerUrl> url(Scheme scheme, String host, int port, Transport transport) {
        return Optional.of(new IceServerUrl(scheme, host, port, transport));
    }

    private static Optional<IceServerUrl> read(String text) {
        return IceServerUrl.read(text);
    }
}
