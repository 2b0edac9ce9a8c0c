package org.deploynet.engine.nat;

/** What became of a call by the network. */
public enum DialBack {
    /** Nobody could be asked to call. */
    UNTRIED,
    /** Asked, and no call came in. */
    NOTHING_CAME,
    CAME_BY_IPV4,
    CAME_BY_IPV6;

    /** Whether one came in by the version of IP in question. */
    boolean came(boolean ipv4) {
        return this == (ipv4 ? CAME_BY_IPV4 : CAME_BY_IPV6);
    }
}
