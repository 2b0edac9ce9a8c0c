package org.deploynet.signaling.api;

import java.util.List;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.PurgeOrder;

/** Body of {@code POST /v1/admin/purge}; no objects means the whole site. */
public record PurgeRequest(KeyId site, List<ObjectId> objects) {
    public PurgeRequest {
        Check.present("site", site);
        objects = Check.list("objects", objects, PurgeOrder.MAX_OBJECTS);
    }
}
