package org.deploynet.engine.serve;

import java.time.Duration;
import org.deploynet.control.LinkPath;
import org.deploynet.protocol.key.KeyId;

/** One link as a screen may show it: nothing in it says who the visitor is. Immutable. */
public record LinkView(
        String id,
        KeyId site,
        Duration age,
        long sentBytes,
        long bytesPerSecond,
        int openWants,
        boolean waitsForReceipt,
        LinkPath path) {}
