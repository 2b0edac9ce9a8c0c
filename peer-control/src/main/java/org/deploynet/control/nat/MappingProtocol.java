package org.deploynet.control.nat;

/** The protocols in which a router can be asked to forward a port, the one that is preferred first. */
public enum MappingProtocol {
    /** Port Control Protocol, RFC 6887. */
    PCP,
    /** NAT Port Mapping Protocol, RFC 6886. */
    NAT_PMP,
    /** UPnP Internet Gateway Device 1 and 2 (UPnP Forum, WANIPConnection:1 and :2, WANPPPConnection:1). */
    UPNP_IGD;

    /** As routers' menus write it. */
    String word() {
        return switch (this) {
            case PCP -> "PCP";
            case NAT_PMP -> "NAT-PMP";
            case UPNP_IGD -> "UPnP";
        };
    }
}
