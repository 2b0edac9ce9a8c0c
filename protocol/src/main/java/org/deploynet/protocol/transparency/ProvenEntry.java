package org.deploynet.protocol.transparency;

import java.util.List;
import org.deploynet.protocol.Check;

/** An entry of a ledger, and the path that leads from it to the root of the ledger's tree at some size. Immutable. */
public record ProvenEntry(LedgerEntry entry, List<TreeHash> path) {
    public ProvenEntry {
        Check.present("entry", entry);
        path = Check.list("path", path, InclusionProof.MAX_PATH);
    }

    /** Whether the entry is one of the first {@code size}, whose tree has that root. */
    public boolean isIn(long size, TreeHash root) {
        return entry.sequence() <= size && new InclusionProof(entry.sequence(), size, path).proves(entry.leaf(), root);
    }
}
