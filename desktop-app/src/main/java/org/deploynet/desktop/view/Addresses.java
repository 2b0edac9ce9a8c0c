package org.deploynet.desktop.view;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Addresses as people say them. */
final class Addresses {
    private Addresses() {}

    /** What people call a site or server: its host, with a port where that is not the usual one. */
    static String name(String address) {
        try {
            return Optional.ofNullable(new URI(address).getRawAuthority()).orElse(address);
        } catch (URISyntaxException odd) {
            return address;
        }
    }
}
