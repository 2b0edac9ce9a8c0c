package org.deploynet.protocol.net;

import java.util.List;
import org.deploynet.protocol.ProtocolException;

/** The DTLS certificate fingerprint of a session description, in the form {@code sha-256 AA:BB:…}. */
public final class Fingerprints {
    private static final String ATTRIBUTE = "a=fingerprint:";

    private Fingerprints() {}

    /** The one fingerprint of {@code sdp}; two different ones are refused, since only one could be bound to a ticket. */
    public static String of(String sdp) throws ProtocolException {
        List<String> found = sdp.lines()
                .filter(line -> line.startsWith(ATTRIBUTE))
                .map(line -> line.substring(ATTRIBUTE.length()).strip())
                .distinct()
                .toList();
        if (found.size() != 1 || !found.getFirst().matches("sha-256 [0-9A-F]{2}(:[0-9A-F]{2}){31}")) {
            throw new ProtocolException("a session description needs exactly one sha-256 fingerprint");
        }
        return found.getFirst();
    }
}
