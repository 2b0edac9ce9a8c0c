package org.deploynet.protocol.signaling;

import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;

/** Signaling messages as JSON, one object a WebSocket message, at most 64 KiB. Safe from any thread. */
public final class SignalingCodec {
    public static final int MAX_BYTES = 64 * 1024;
    private static final Json JSON = Json.upTo(MAX_BYTES);

    private SignalingCodec() {}

    /** {@code direction} is one of the four sealed message types. */
    public static <T> T decode(String text, Class<T> direction) throws ProtocolException {
        return JSON.read(text, direction);
    }

    public static String encode(Object message) {
        return JSON.write(message);
    }
}
