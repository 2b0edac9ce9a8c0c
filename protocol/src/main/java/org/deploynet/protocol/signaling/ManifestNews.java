package org.deploynet.protocol.signaling;

import org.deploynet.protocol.Check;
import org.deploynet.protocol.key.KeyId;

/** A newer manifest of {@code site} is at its origin. */
public record ManifestNews(KeyId site, long sequence) implements ToSuperPeer, ToVisitor {
    public ManifestNews {
        Check.present("site", site);
        Check.range("sequence", sequence, 1, 1L << 53);
    }
}
