package org.deploynet.signaling.api;

import org.deploynet.protocol.Check;

/** Where a browser sees a page that is not for everybody: a path of this server that works once, for two minutes. */
public record AccessLink(String path) {
    public AccessLink {
        Check.text("path", path, 128);
    }
}
