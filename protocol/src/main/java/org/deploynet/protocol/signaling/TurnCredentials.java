package org.deploynet.protocol.signaling;

import java.util.List;
import org.deploynet.protocol.Check;

/**
 * What a super-peer may have its packets relayed with, for one link and a while: the fields of WebRTC's RTCIceServer. Long
 * texts are read, and whoever uses them refuses them: a server's mistake here must not cost the visitor whose offer they came
 * with. Never in a log. Immutable.
 *
 * @param urls of TURN servers (RFC 7065) that all take these credentials
 * @param credential the password
 */
public record TurnCredentials(List<String> urls, String username, String credential) {
    /** As many are used. */
    public static final int MAX_URLS = 4;
    /** As many characters of name and password are used; a name may have 508 bytes (RFC 8489 §14.3). */
    public static final int MAX_CHARS = 256;

    public TurnCredentials {
        urls = Check.list("urls", urls, SignalingCodec.MAX_BYTES);
        Check.text("username", username, SignalingCodec.MAX_BYTES);
        Check.text("credential", credential, SignalingCodec.MAX_BYTES);
    }

    /** Neither name nor password: both are secrets while they are valid. */
    @Override
    public String toString() {
        return "TurnCredentials[" + urls.size() + " servers]";
    }
}
