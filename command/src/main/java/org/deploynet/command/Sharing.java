package org.deploynet.command;

import java.io.IOException;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.PeerControl;
import org.deploynet.control.sharing.SharingReport;

/** What an engine says of its owner's rules, and what it does at that moment: a pause by hand is in the latter only. */
record Sharing(EngineSnapshot snapshot, SharingReport report) {
    static Sharing of(PeerControl engine) throws IOException {
        SharingReport report = engine.sharing();
        return new Sharing(engine.snapshot(), report);
    }
}
