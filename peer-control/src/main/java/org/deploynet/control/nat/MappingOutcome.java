package org.deploynet.control.nat;

/** How asking one gateway in one protocol ended. */
public enum MappingOutcome {
    /** The gateway forwards the port. */
    MAPPED,
    /** The gateway speaks this protocol; it was not asked to forward, since a preferred protocol holds the port. */
    NOT_NEEDED,
    /** Nothing came back in time. */
    NO_ANSWER,
    /** The gateway answered that it does not speak this protocol, this version of it, or has no such service. */
    NOT_OFFERED,
    /** The gateway said no; the attempt's code says why. */
    REFUSED,
    /** What came back breaks the protocol, or one of our bounds. */
    INVALID_ANSWER,
    /** The gateway sent us to another address than its own, which is never asked. */
    FOREIGN_ADDRESS
}
