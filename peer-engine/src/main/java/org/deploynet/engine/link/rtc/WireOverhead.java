package org.deploynet.engine.link.rtc;

/**
 * What a message takes on the line below a data channel: libwebrtc cuts it into SCTP packets of at most 1,191 bytes (RFC 9260:
 * 12 common header, 16 a chunk), each in a DTLS record (13 header, 8 nonce, 16 tag) in UDP (8) and IPv4 (20).
 */
final class WireOverhead {
    private static final int CHUNK_BYTES = 1_160;
    private static final int HEADERS = 12 + 16 + 13 + 8 + 16 + 8 + 20;

    private WireOverhead() {}

    static int bytes(int messageBytes) {
        return messageBytes + Math.ceilDiv(messageBytes, CHUNK_BYTES) * HEADERS;
    }
}
