package org.deploynet.signaling.api;

import org.deploynet.protocol.Check;
import org.deploynet.protocol.key.KeyId;

/** Body of {@code POST /v1/admin/grant}: whole credits that the site can only spend. */
public record Grant(KeyId site, long credits) {
    public Grant {
        Check.present("site", site);
        Check.range("credits", credits, 1, 1_000_000_000);
    }
}
