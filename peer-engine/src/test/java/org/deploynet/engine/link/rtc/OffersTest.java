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
                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n",
                "m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n",
                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel 5000\r\n",
                "m=application 9 TCP/DTLS/SCTP webrtc-datachannel\r\n",
                "m=application 9 DTLS/SCTP 5000\r\n"
            })
    void refusesOtherOffers(String sdp) {
        assertThrows(HandshakeException.class, () -> Offers.checked(sdp, publicOnly));
    }

    @Test
    void refusesAnOfferOfTooManyLines() {
        assertThrows(HandshakeException.class, () -> Offers.checked(OFFER + "a=x\r\n".repeat(200), publicOnly));
    }

    @Test
    void refusesAnOfferOfTooManyCharacters() {
        String long16 = OFFER + ("a=x:" + "y".repeat(500) + "\r\n").repeat(33);
        assertThrows(HandshakeException.class, () -> Offers.checked(long16, publicOnly));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=rtcp:9 IN IP4 10.0.0.1",
                "a=remote-candidates:1 10.0.0.1 50000",
                "a=x-google-flag:conference",
                "a=ssrc:1 cname:x",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x",
                "a=ice-lite",
                "a= candidate:1 1 udp 1 10.0.0.1 50000 typ host",
                " a=candidate:1 1 udp 1 10.0.0.1 50000 typ host",
                "A=candidate:1 1 udp 1 10.0.0.1 50000 typ host",
                "a=Candidate:1 1 udp 1 10.0.0.1 50000 typ host",
                "b=AS:1",
                "u=http://10.0.0.1/",
                "a=mid:\u00e4",
                "a",
                ""
            })
    void dropsWhatADataChannelDoesNotNeed(String line) throws Exception {
        assertEquals(OFFER, Offers.checked(OFFER + line + "\r\n", publicOnly));
    }

    @Test
    void hasNoAddressButThoseOfItsCandidates() throws Exception {
        String offer = OFFER.replace("m=application 9 ", "m=application 53 ")
                .replace("a=mid:0\r\n", "c=IN IP4 192.168.1.1\r\na=mid:0\r\n");
        assertEquals(
                OFFER.replace("a=mid:0\r\n", "c=IN IP4 0.0.0.0\r\na=mid:0\r\n"), Offers.checked(offer, publicOnly));
    }

    @Test
    void readsALoneCarriageReturnAsTheEndOfALine() throws Exception {
        String offer = OFFER + "a=mid:0\ra=candidate:1 1 udp 1 10.0.0.1 50000 typ host\r\n";
        assertEquals(OFFER + "a=mid:0\r\n", Offers.checked(offer, publicOnly));
    }
}
