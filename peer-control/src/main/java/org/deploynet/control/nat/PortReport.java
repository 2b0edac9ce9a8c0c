package org.deploynet.control.nat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * By which ports the world comes in, and what the routers said. What stands in it of a router is its own word. Immutable.
 *
 * @param choice the owner's
 * @param situation why routers were asked, or not
 * @param open ports that let the world in, as far as is known without a test
 * @param attempts the last answer of each router in each protocol, the preferred protocol first
 * @param router the preferred default gateway; absent where there is none, or this system does not tell it here
 */
public record PortReport(
        PortChoice choice, Situation situation, int open, List<Attempt> attempts, Optional<Router> router) {
    /** Why routers were asked, or not. */
    public enum Situation {
        /** The owner wants none to be asked, or forwards ports himself. */
        NOT_WANTED,
        /** Not connected to the network yet: nobody would come in. */
        NOT_YET,
        /** How this system routes cannot be read here, so no router is known. */
        GATEWAY_UNKNOWN,
        /** There is no default gateway. */
        NO_GATEWAY,
        ASKED
    }

    /**
     * @param code the protocol's own number for the outcome, 0 where it gave none
     * @param ports how many it forwards
     * @param leaseSeconds how long it forwards them without being asked again; absent where until it is told to stop
     */
    public record Attempt(
            MappingProtocol protocol, MappingOutcome outcome, int code, int ports, OptionalLong leaseSeconds) {
        private NetworkReport.Row row() {
            String text =
                    outcome == MappingOutcome.MAPPED && leaseSeconds.isEmpty() ? "MAPPED_FOR_GOOD" : outcome.name();
            return new NetworkReport.Row(
                    key(protocol.name()), "engine.nat.attempt." + key(text), ports, leaseSeconds.orElse(0) / 60, code);
        }

        private static String key(String name) {
            return name.toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Before any router could be asked. */
    public static final PortReport NOTHING_ASKED =
            new PortReport(PortChoice.AUTOMATIC, Situation.NOT_YET, 0, List.of(), Optional.empty());

    public PortReport {
        attempts = List.copyOf(attempts);
    }

    /** What is forwarded, and what each router said, as keys of the bundles. */
    public List<NetworkReport.Row> rows() {
        var rows = new ArrayList<NetworkReport.Row>();
        rows.add(forwarded());
        attempts.forEach(attempt -> rows.add(attempt.row()));
        return rows;
    }

    private NetworkReport.Row forwarded() {
        return switch (choice.way()) {
            case OFF -> ports("off");
            case BY_HAND -> ports("by-hand", choice.first(), choice.last());
            case AUTOMATIC ->
                switch (situation) {
                    case ASKED -> open > 0 ? ports("open", open) : ports("none");
                    case GATEWAY_UNKNOWN -> ports("gateway-unknown");
                    case NO_GATEWAY -> ports("no-gateway");
                    case NOT_YET, NOT_WANTED -> ports("not-yet");
                };
        };
    }

    private static NetworkReport.Row ports(String text, Object... arguments) {
        return new NetworkReport.Row("ports", "engine.nat.ports." + text, arguments);
    }
}
