package org.deploynet.engine.keychain;

import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;

/**
 * Where this user's desktop keeps secrets; of ours it has one for each super-peer. A call takes seconds at most and never
 * asks anybody for a password. Safe from any thread.
 */
public interface Keychain {
    /** The key whose id this is: whatever else is found in its place is not answered. */
    SigningKey read(KeyId peer) throws KeychainException;

    /** Keeps it, in the place of what was kept for the same super-peer. */
    void keep(SigningKey key) throws KeychainException;

    /** Fine where there is none. */
    void forget(KeyId peer) throws KeychainException;

    /** Whether there may be one in this session, as far as that can be told without asking it. */
    boolean mayBeHere();
}
