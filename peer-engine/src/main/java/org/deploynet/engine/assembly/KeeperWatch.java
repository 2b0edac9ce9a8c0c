package org.deploynet.engine.assembly;

import java.time.Clock;
import org.deploynet.control.EngineEvent;
import org.deploynet.engine.control.RecentEvents;
import org.deploynet.engine.fill.SiteKeeper;
import org.deploynet.engine.rendezvous.Nudges;
import org.deploynet.protocol.key.KeyId;

/** Tells the network of a changed inventory and the owner of a site that cannot be kept. Safe from any thread. */
record KeeperWatch(Nudges nudges, RecentEvents events, Clock clock) implements SiteKeeper.Watcher {
    @Override
    public void inventoryChanged() {
        nudges.nudge(Nudges.Nudge.INVENTORY);
    }

    @Override
    public void siteRefused(KeyId site, String why) {
        events.add(new EngineEvent.SiteRefused(clock.instant(), site.hex(), why));
    }
}
