package org.deploynet.engine.assembly;

import java.util.Optional;
import java.util.function.Consumer;
import org.deploynet.engine.nat.NetworkChange;
import org.deploynet.engine.rendezvous.Rendezvous;

/** What is done when this machine's network changed. Safe from any thread. */
final class NetworkChanges implements Consumer<NetworkChange> {
    private final Optional<Rendezvous> rendezvous;
    private final NatKeeper nat;
    private final PortKeeper ports;

    NetworkChanges(Optional<Rendezvous> rendezvous, NatKeeper nat, PortKeeper ports) {
        this.rendezvous = rendezvous;
        this.nat = nat;
        this.ports = ports;
    }

    @Override
    public void accept(NetworkChange change) {
        rendezvous.ifPresent(network -> network.networkChanged(change.gone()));
        // Without a network every server is silent, which is no class of NAT.
        if (change.isOnline()) {
            ports.askAgain();
            nat.networkChanged();
        }
    }
}
