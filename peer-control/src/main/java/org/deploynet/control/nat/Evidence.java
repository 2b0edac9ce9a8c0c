package org.deploynet.control.nat;

/** One observation behind a class: what, and how many or how much of it. Holds no address. Immutable. */
public record Evidence(Finding finding, long amount) {
    /** What can be observed; in brackets what the amount counts. */
    public enum Finding {
        /** Endpoints of STUN servers that were asked (endpoints). */
        ENDPOINTS_ASKED,
        /** Of them, those that answered (endpoints). */
        ENDPOINTS_ANSWERED,
        /** The fastest answer (milliseconds). */
        ROUND_TRIP,
        /** Addresses of servers that answered (addresses): with two the mapping is known for sure. */
        SERVER_ADDRESSES,
        /** Public addresses and ports that one socket got (mappings): more than one is a strict NAT. */
        MAPPINGS_SEEN,
        /** Whether an answer from a port that nothing was sent to came in (0 or 1). */
        OTHER_PORT_CAME_IN,
        /** Whether an answer from an address that nothing was sent to came in (0 or 1). */
        OTHER_ADDRESS_CAME_IN,
        /** Whether a call by the network, to a port from which nothing was sent, came in (0 or 1). */
        DIALED_BACK,
        /** Whether a packet to the own public address came back in (0 or 1). */
        HAIRPIN,
        /** Whether a server answered over IPv6 (0 or 1). */
        IPV6_ANSWERED
    }
}
