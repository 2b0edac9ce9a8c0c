package org.deploynet.protocol.denylist;

import java.nio.charset.StandardCharsets;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.Jws;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;

/**
 * A denylist as it is published: one file of a detached JWS (ES256, RFC 7515 and RFC 7797), a line feed, and the JSON that was signed.
 * Immutable.
 *
 * @param by the key that signed it; whether that counts only the caller knows, and whether its sequence and its time do
 */
public record SignedDenylist(Denylist list, KeyId by) {
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final Json JSON = Json.upTo(MAX_BYTES);

    /** The file's text. */
    public static String sign(Denylist list, SigningKey key) {
        byte[] json = JSON.writeBytes(list);
        return Jws.signDetached(Jws.Kind.DENYLIST, json, key) + "\n" + new String(json, StandardCharsets.UTF_8);
    }

    /** What a file says, if the key in it signed it. */
    public static SignedDenylist verify(byte[] file) throws ProtocolException {
        if (file.length > MAX_BYTES) {
            throw new ProtocolException("a denylist of " + file.length + " bytes, at most " + MAX_BYTES);
        }
        String text = new String(file, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        if (end < 0) {
            throw new ProtocolException("not a signature and a list");
        }
        byte[] json = text.substring(end + 1).getBytes(StandardCharsets.UTF_8);
        KeyId by = Jws.verifyDetached(Jws.Kind.DENYLIST, text.substring(0, end), json)
                .id();
        return new SignedDenylist(JSON.read(json, Denylist.class), by);
    }
}
