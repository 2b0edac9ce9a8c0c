package org.deploynet.engine.assembly;

import java.io.IOException;
import org.deploynet.control.ControlRefusedException;
import org.deploynet.control.identity.IdentityControl;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.control.rpc.Rpc;
import org.deploynet.engine.keychain.IdentityKeeper;
import org.deploynet.engine.keychain.KeychainException;

/** Moves the key where its owner wants it, and tells who waits for it. Safe from any thread. */
record KeyMoves(IdentityKeeper keeper, Runnable atHand) implements IdentityControl {
    @Override
    public void keepKeyIn(KeyPlace place) throws IOException {
        try {
            keeper.keepIn(place);
            atHand.run();
        } catch (KeychainException e) {
            throw new ControlRefusedException(Rpc.KEYCHAIN, String.valueOf(e.getMessage()));
        }
    }
}
