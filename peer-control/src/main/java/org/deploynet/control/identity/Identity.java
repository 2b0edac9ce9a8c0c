package org.deploynet.control.identity;

import java.util.Locale;
import java.util.Optional;

/**
 * Who a super-peer is, and where its key lies. Immutable.
 *
 * @param peer the key's id, 40 hex digits
 * @param trouble why the key could not be had when it was last needed; it is needed when the network is joined, and then kept in memory
 * @param keychainHere whether this session may have a keychain to move it to
 */
public record Identity(String peer, KeyPlace place, Optional<KeyTrouble> trouble, boolean keychainHere) {
    /** The sentence in the bundles that says what it means that the key lies there, and what to do. */
    public String textKey() {
        String where = place.name().toLowerCase(Locale.ROOT);
        return "engine.key." + (place == KeyPlace.FILE && keychainHere ? where + "-movable" : where);
    }
}
