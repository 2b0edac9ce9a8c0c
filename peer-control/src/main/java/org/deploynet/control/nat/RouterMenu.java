package org.deploynet.control.nat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The makers whose menus are known from what they publish; the names of these menus are in the bundles. */
enum RouterMenu {
    /** service.avm.de/help/en/FRITZ-Box-7530/019p2/hilfe_portfreigabe, service.avm.de/help/de/FRITZ-Box-7430/016/hilfe_portfreigabe */
    AVM("avm|fritz!"),
    /** NETGEAR's manual of the WNDR4500, page 107: Universal Plug and Play. */
    NETGEAR("netgear"),
    /** community.tp-link.com/us/home/kb/detail/348 */
    TP_LINK("tp-link");

    private final String begins;

    /** @param begins how the names of its routers begin, as a regular expression */
    RouterMenu(String begins) {
        this.begins = begins;
    }

    static Optional<RouterMenu> of(Router router) {
        String name = router.name().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(menu -> name.matches("(" + menu.begins + ").*"))
                .findFirst();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
