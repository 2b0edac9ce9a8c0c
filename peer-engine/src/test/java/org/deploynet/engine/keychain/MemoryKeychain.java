package org.deploynet.engine.keychain;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.deploynet.control.identity.KeyTrouble;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;

/** A keychain in memory, before and after each of whose calls the power may go. */
class MemoryKeychain implements Keychain {
    /** The power went. */
    static final class PowerCut extends Error {
        private static final long serialVersionUID = 1;
    }

    private final Map<KeyId, SigningKey> kept = new ConcurrentHashMap<>();
    private int edgesLeft = Integer.MAX_VALUE;
    private boolean locked;

    /** At the edge of a call after so many; a call has two. */
    void cutAfter(int edges) {
        edgesLeft = edges;
    }

    void lock(boolean on) {
        locked = on;
    }

    boolean has(KeyId peer) {
        return kept.containsKey(peer);
    }

    private void edge() {
        if (edgesLeft-- <= 0) {
            throw new PowerCut();
        }
    }

    private void open() throws KeychainException {
        edge();
        if (locked) {
            throw new KeychainException(KeyTrouble.LOCKED, "locked");
        }
    }

    @Override
    public SigningKey read(KeyId peer) throws KeychainException {
        open();
        SigningKey key = kept.get(peer);
        if (key == null) {
            throw new KeychainException(KeyTrouble.GONE, "nothing there");
        }
        edge();
        return key;
    }

    @Override
    public void keep(SigningKey key) throws KeychainException {
        open();
        kept.put(key.id(), key);
        edge();
    }

    @Override
    public void forget(KeyId peer) throws KeychainException {
        open();
        kept.remove(peer);
        edge();
    }

    @Override
    public boolean mayBeHere() {
        return true;
    }
}
