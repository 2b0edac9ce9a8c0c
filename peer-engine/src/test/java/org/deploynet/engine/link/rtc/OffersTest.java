package org.deploynet.engine.link.rtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deploynet.protocol.net.Candidates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffersTest {
    private static final String OFFER = """
            v=0
            o=- 1 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            m=application 9 UDP/DTLS/SCTP webrtc-datachannel
            a=mid:0
            a=sctp-port:5000
            """.replace("\n", "\r\n");

    private final Candidates publicOnly = Candidates.publicOnly();

    @Test
    void takesAnOfferOfOneDataSection() throws Exception {
        assertEquals(OFFER, Offers.checked(OFFER, publicOnly));
    }

    @Test
    void dropsPrivateCandidatesBeforeNativeCodeSeesThem() throws Exception {
        String offer = OFFER
                + "a=candidate:1 1 udp 2122260223 192.168.1.7 50000 typ host\r\n"
                + "a=candidate:2 1 udp 2122260223 1f3c0a.local 50000 typ host\r\n"
                + "a=candidate:3 1 tcp 1518280447 8.8.8.8 9 typ host tcptype active\r\n"
                + "a=candidate:4 1 udp 1686052607 8.8.8.8 50000 typ srflx\r\n";
        String checked = Offers.checked(offer, publicOnly);
        assertFalse(checked.contains("192.168"));
        assertFalse(checked.contains(".local"));
        assertFalse(checked.contains("tcp 1518280447"));
        assertTrue(checked.contains("8.8.8.8 50000"));
    }

    @Test
    void takesTwentyCandidatesAndRefusesOneMore() throws Exception {
        String candidate = "a=candidate:4 1 udp 1686052607 8.8.8.8 50000 typ srflx\r\n";
        Offers.checked(OFFER + candidate.repeat(20), publicOnly);
        assertThrows(HandshakeException.class, () -> Offers.checked(OFFER + candidate.repeat(21), publicOnly));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=0\r\n",
                "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n",
                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n",
                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n"
            })
    void refusesOtherOffers(String sdp) {
        assertThrows(HandshakeException.class, () -> Offers.checked(sdp, publicOnly));
    }

    @Test
    void refusesAnOfferOfTooManyLines() {
        assertThrows(HandshakeException.class, () -> Offers.checked(OFFER + "a=x\r\n".repeat(200), publicOnly));
    }
}
