package org.deploynet.engine.cache;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.deploynet.protocol.key.KeyId;

/** A site's name as the 20 bytes it is on disk. */
final class SiteBytes {
    static final int BYTES = 20;
    private static final HexFormat HEX = HexFormat.of();

    private SiteBytes() {}

    static byte[] of(KeyId site) {
        return HEX.parseHex(site.hex());
    }

    static KeyId site(byte[] bytes) {
        return new KeyId(HEX.formatHex(bytes));
    }

    static KeyId read(ByteBuffer from) {
        byte[] bytes = new byte[BYTES];
        from.get(bytes);
        return site(bytes);
    }
}
