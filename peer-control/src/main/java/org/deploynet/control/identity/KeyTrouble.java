package org.deploynet.control.identity;

/** Why a key that lies in a keychain cannot be had now. None of them is a reason for another identity. */
public enum KeyTrouble {
    /** The keychain waits for its password. */
    LOCKED,
    /** No keychain answers in this session. */
    AWAY,
    /** The keychain is open, and what it has is not this super-peer's key. */
    GONE
}
