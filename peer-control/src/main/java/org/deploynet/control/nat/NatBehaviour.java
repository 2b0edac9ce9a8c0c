package org.deploynet.control.nat;

import java.util.Locale;

/** What a NAT's mapping, or its filtering, depends on (RFC 4787 §4.1, §5). */
public enum NatBehaviour {
    ENDPOINT_INDEPENDENT,
    /** The same for two ports of one address; that there was no second address to try is all that is missing. */
    PORT_INDEPENDENT,
    ADDRESS_DEPENDENT,
    ADDRESS_AND_PORT_DEPENDENT,
    /** Not found out. */
    UNKNOWN;

    String mappingKey() {
        return "engine.nat.mapping." + word();
    }

    String filteringKey() {
        return "engine.nat.filtering." + word();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
