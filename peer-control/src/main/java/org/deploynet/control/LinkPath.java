package org.deploynet.control;

/** Which way a link's packets take, as WebRTC's selected candidate pair says (RFC 8445). */
public enum LinkPath {
    /** Not looked at yet. */
    UNKNOWN,
    /** From this computer to the browser, through routers alone. */
    DIRECT,
    /** A TURN server (RFC 8656) passes them on. */
    RELAYED
}
