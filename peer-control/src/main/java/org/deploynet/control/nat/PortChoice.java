package org.deploynet.control.nat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By which UDP ports the world is to come in. In JSON {@code "automatic"}, {@code "off"}, or the ports that the owner's router
 * forwards as he told it, {@code "50000-50015"}. Immutable.
 *
 * @param first of the forwarded ports, 0 with another way
 * @param last of them, itself included
 */
public record PortChoice(Way way, int first, int last) {
    /** How the ports come to be forwarded. */
    public enum Way {
        /** The router is asked. */
        AUTOMATIC,
        /** By the owner's hand; the router is not asked. */
        BY_HAND,
        /** Not at all; the router is not asked. */
        OFF
    }

    /** Below it are the ports of system services (RFC 6335). */
    public static final int LEAST_PORT = 1024;

    public static final int MOST_PORT = 65_535;

    public static final PortChoice AUTOMATIC = new PortChoice(Way.AUTOMATIC, 0, 0);
    public static final PortChoice OFF = new PortChoice(Way.OFF, 0, 0);

    private static final String AUTOMATIC_WORD = "automatic";
    private static final String OFF_WORD = "off";
    private static final Pattern PORTS = Pattern.compile("([0-9]{4,5})-([0-9]{4,5})");

    public PortChoice {
        boolean isRange = first >= LEAST_PORT && last <= MOST_PORT && first <= last;
        if (way == Way.BY_HAND ? !isRange : first != 0 || last != 0) {
            throw new IllegalArgumentException("ports " + first + " to " + last + "; they are " + LEAST_PORT + " to "
                    + MOST_PORT + ", the lower one first");
        }
    }

    public static PortChoice byHand(int first, int last) {
        return new PortChoice(Way.BY_HAND, first, last);
    }

    // Both public: on the module path Jackson reaches nothing else of an exported package.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static PortChoice ofJson(String text) {
        if (text.equals(AUTOMATIC_WORD)) {
            return AUTOMATIC;
        }
        if (text.equals(OFF_WORD)) {
            return OFF;
        }
        Matcher ports = PORTS.matcher(text);
        if (!ports.matches()) {
            throw new IllegalArgumentException("ports are \"automatic\", \"off\" or as 50000-50015, not " + text);
        }
        return byHand(Integer.parseInt(ports.group(1)), Integer.parseInt(ports.group(2)));
    }

    @JsonValue
    public String toJson() {
        return switch (way) {
            case AUTOMATIC -> AUTOMATIC_WORD;
            case OFF -> OFF_WORD;
            case BY_HAND -> first + "-" + last;
        };
    }
}
