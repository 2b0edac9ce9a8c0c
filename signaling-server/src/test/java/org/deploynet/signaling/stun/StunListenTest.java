package org.deploynet.signaling.stun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StunListenTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("203.0.113.5");
    private static final InetAddress OTHER = InetAddress.ofLiteral("203.0.113.6");
    private static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::5");

    @Test
    void isReadAsOperatorsWriteIt() {
        assertEquals(new StunListen(ONE, Optional.empty(), 3478, 3479), StunListen.parse("203.0.113.5"));
        assertEquals(new StunListen(ONE, Optional.empty(), 5000, 5001), StunListen.parse("203.0.113.5:5000"));
        assertEquals(new StunListen(ONE, Optional.of(OTHER), 3478, 3479), StunListen.parse("203.0.113.5,203.0.113.6"));
        assertEquals(new StunListen(SIX, Optional.empty(), 3478, 3479), StunListen.parse("[2001:db8::5]:3478"));
        assertEquals(new StunListen(ONE, Optional.empty(), 0, 0), StunListen.parse("203.0.113.5:0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "stun.example.org",
                "0.0.0.0",
                "[::]:3478",
                "224.0.0.1",
                "203.0.113.5:65535",
                "203.0.113.5:99999",
                "203.0.113.5,203.0.113.5",
                "203.0.113.5,[2001:db8::5]",
                "203.0.113.5:1,203.0.113.6:2",
                "999.0.113.5",
            })
    void isRefusedWhereItCouldNotWork(String text) {
        assertThrows(IllegalArgumentException.class, () -> StunListen.parse(text));
    }
}
