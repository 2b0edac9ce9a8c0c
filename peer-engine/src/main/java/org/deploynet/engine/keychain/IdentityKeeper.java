package org.deploynet.engine.keychain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.deploynet.control.identity.Identity;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.control.identity.KeyTrouble;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;

/**
 * The key pair that names this super-peer and earns its credits, wherever it lies. Once it was had, it stays in memory: a
 * keychain that is locked afterwards changes nothing for a running engine. Safe from any thread.
 */
public final class IdentityKeeper {
    private static final System.Logger LOG = System.getLogger(IdentityKeeper.class.getName());

    private final KeyFile file;
    private final Keychain keychain;
    private final KeyId peer;
    private volatile KeyPlace place;
    private volatile Optional<SigningKey> known;
    private volatile Optional<KeyTrouble> trouble = Optional.empty();

    private IdentityKeeper(KeyFile file, Keychain keychain, KeyFile.Held held) {
        this.file = file;
        this.keychain = keychain;
        this.peer = held.peer();
        this.place = held instanceof KeyFile.Held.Here ? KeyPlace.FILE : KeyPlace.KEYCHAIN;
        this.known = held instanceof KeyFile.Held.Here(SigningKey key) ? Optional.of(key) : Optional.empty();
    }

    /** Of the identity in {@code path}; empty where there is none. Asks no keychain yet. */
    public static Optional<IdentityKeeper> open(Path path, Keychain keychain) throws IOException {
        var file = new KeyFile(path);
        return file.read().map(held -> new IdentityKeeper(file, keychain, held));
    }

    /** Makes a new identity, whose key is in the file {@code path}. */
    public static IdentityKeeper make(Path path, Keychain keychain) throws IOException {
        var file = new KeyFile(path);
        SigningKey key = SigningKey.generate();
        file.write(key);
        return new IdentityKeeper(file, keychain, new KeyFile.Held.Here(key));
    }

    public KeyId id() {
        return peer;
    }

    public KeyPlace place() {
        return place;
    }

    /** Why the key could not be had when it was last asked for. */
    public Optional<KeyTrouble> trouble() {
        return trouble;
    }

    public Identity report() {
        return new Identity(peer.hex(), place, trouble, keychain.mayBeHere());
    }

    /** May wait some seconds for the keychain. */
    public SigningKey key() throws KeychainException {
        Optional<SigningKey> now = known;
        return now.isPresent() ? now.get() : fromKeychain();
    }

    private synchronized SigningKey fromKeychain() throws KeychainException {
        if (known.isPresent()) {
            return known.get();
        }
        try {
            SigningKey key = keychain.read(peer);
            known = Optional.of(key);
            trouble = Optional.empty();
            return key;
        } catch (KeychainException e) {
            trouble = Optional.of(e.trouble());
            throw e;
        }
    }

    /** Moves the key there; until it is proven to be there it stays where it was. Again for what was broken off. */
    public synchronized void keepIn(KeyPlace where) throws IOException {
        SigningKey key = key();
        switch (where) {
            case KEYCHAIN -> intoKeychain(key);
            case FILE -> intoFile(key);
        }
    }

    private void intoKeychain(SigningKey key) throws IOException {
        keychain.keep(key);
        // What is read signs as this super-peer, so that nothing is lost with the file.
        keychain.read(peer);
        file.point(peer);
        place = KeyPlace.KEYCHAIN;
    }

    // In the file already, the keychain may have it of a move that was broken off.
    private void intoFile(SigningKey key) throws IOException {
        boolean moves = place == KeyPlace.KEYCHAIN;
        file.write(key);
        place = KeyPlace.FILE;
        try {
            keychain.forget(peer);
        } catch (KeychainException e) {
            LOG.log(System.Logger.Level.INFO, "what the keychain has is left there: {0}", e.getMessage());
            if (moves) {
                throw new KeychainException(
                        e.trouble(), "the key is in its file again, and still in the keychain: " + e.getMessage(), e);
            }
        }
    }
}
