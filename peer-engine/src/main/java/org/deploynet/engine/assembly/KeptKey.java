package org.deploynet.engine.assembly;

import org.deploynet.engine.keychain.IdentityKeeper;
import org.deploynet.engine.keychain.KeychainException;
import org.deploynet.engine.rendezvous.ProvingKey;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;

/** What the rendezvous proves itself with, from wherever the key lies. Safe from any thread. */
record KeptKey(IdentityKeeper keeper) implements ProvingKey {
    @Override
    public KeyId id() {
        return keeper.id();
    }

    @Override
    public SigningKey key() throws OutOfReachException {
        try {
            return keeper.key();
        } catch (KeychainException e) {
            throw new OutOfReachException(e);
        }
    }
}
