package org.deploynet.command.publish;

import org.deploynet.command.site.SiteFile;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.PieceLayer;

/**
 * A file and the hashes of the bytes it had when its identity was taken. {@code settled} unless it had changed so shortly
 * before that one more change could look the same. Immutable.
 */
record HashedFile(SiteFile file, FileIdentity identity, PieceLayer layer, boolean settled) {
    Manifest.Entry entry() {
        return new Manifest.Entry(layer.id(), identity.size(), file.type());
    }
}
