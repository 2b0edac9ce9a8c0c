package org.deploynet.control.identity;

/** Where the key lies that names a super-peer and earns its credits. */
public enum KeyPlace {
    /** A file of the state folder that only its owner can read, not encrypted. */
    FILE,
    /** The desktop's keychain. */
    KEYCHAIN
}
