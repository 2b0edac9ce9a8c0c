package org.deploynet.control.nat;

import java.util.Optional;

/**
 * The router that this machine sends through, for its owner's eyes; no log gets it. The names are the router's own word, cut down to
 * plain letters. Immutable.
 *
 * @param address on this side, in numbers
 * @param localAddress this machine's own, as the router sees it
 * @param outerAddress the router's own on its other side, if it told one
 * @param maker empty where it tells none
 * @param model empty where it tells none
 * @param page its settings page, on that very address, if it told one
 */
public record Router(
        String address,
        Optional<String> localAddress,
        Optional<String> outerAddress,
        String maker,
        String model,
        Optional<String> page) {

    /** What to open in a browser. */
    String settings() {
        return page.orElse("http://" + address);
    }

    /** Maker and model without saying either twice; empty where it tells none. */
    String name() {
        return model.startsWith(maker) ? model : (maker + " " + model).strip();
    }
}
