package org.deploynet.control.nat;

import java.util.Locale;

/** What the owner could do about it; words are the faces'. */
public enum Advice {
    /** Let UDP out, or ask who keeps the network to. */
    ALLOW_UDP,
    /** Have the router map a port, by itself or by hand. */
    FORWARD_PORT,
    /** No router here can help: the provider translates. */
    ASK_PROVIDER,
    /** Make the outer router map the port too, or the inner one a bridge. */
    BRIDGE_INNER_ROUTER,
    /** The network names no STUN server. */
    NO_SERVER_TOLD;

    public String textKey() {
        return "engine.nat.advice." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
