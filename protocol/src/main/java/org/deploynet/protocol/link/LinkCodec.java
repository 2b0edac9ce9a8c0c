package org.deploynet.protocol.link;

import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;

/** Control messages as JSON text of at most 16 KiB. Safe from any thread. */
public final class LinkCodec {
    public static final int MAX_BYTES = 16 * 1024;
    private static final Json JSON = Json.upTo(MAX_BYTES);

    private LinkCodec() {}

    public static LinkMessage decode(byte[] utf8) throws ProtocolException {
        return JSON.read(utf8, LinkMessage.class);
    }

    public static byte[] encode(LinkMessage message) {
        return JSON.writeBytes(message);
    }
}
