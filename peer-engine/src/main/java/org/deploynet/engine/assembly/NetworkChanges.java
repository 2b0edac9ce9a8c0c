package org.deploynet.engine.assembly;

import java.util.Optional;
import java.util.function.Consumer;
import org.deploynet.engine.nat.NetworkChange;
import org.deploynet.engine.rendezvous.Rendezvous;

/**
 * What is done when this machine's network changed. To be asked for again here, too: a port mapping ({@code PortKeeper.networkChanged}).
 * Safe from any thread.
 */
final class NetworkChanges implements Consumer<NetworkChange> {
    private final Optional<Rendezvous> rendezvous;
    private final NatKeeper nat;

    NetworkChanges(Optional<Rendezvous> rendezvous, NatKeeper nat) {
        this.rendezvous = rendezvous;
        this.nat = nat;
    }

    @Override
    public void accept(NetworkChange change) {
        rendezvous.ifPresent(network -> network.networkChanged(change.gone()));
        // Without a network every server is silent, which is no class of NAT.
        if (change.isOnline()) {
            nat.networkChanged();
        }
    }
}
