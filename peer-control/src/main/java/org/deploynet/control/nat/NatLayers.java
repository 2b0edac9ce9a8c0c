package org.deploynet.control.nat;

import java.util.Locale;

/** How many translators are between this machine and the network, as far as addresses tell. */
public enum NatLayers {
    /** The public address is this machine's own. */
    NONE,
    /** The router's WAN address is the public one. */
    ONE,
    /** The router's WAN address is a private one, of another router of the same owner's or of the building's. */
    DOUBLE,
    /** The provider translates: an address of 100.64.0.0/10 (RFC 6598), or a router whose WAN address is public and another. */
    CARRIER_GRADE,
    /** There is one at least; what the router's WAN address is, it did not say. */
    UNKNOWN;

    String textKey() {
        // A key that ends with ".one" is a plural form.
        return "engine.nat.layers."
                + (this == ONE ? "single" : name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
