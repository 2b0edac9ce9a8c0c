package org.deploynet.control.nat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.deploynet.control.nat.Evidence.Finding;

/**
 * How browsers can reach this machine, closer than the snapshot shows it. The addresses are this machine's own, for its owner's
 * eyes; no log gets them. Immutable.
 *
 * @param testing whether a test runs now
 * @param testedAt when the latest test ended; absent before the first
 * @param hairpin whether a packet to the own public address comes back; absent where that was not tried
 * @param publicAddress address and port that servers saw, in numbers
 * @param ipv6 the public IPv6 address over which a server answered
 * @param ports by which ports the world comes in
 * @param ownNetwork whether browsers on the local network are served over it
 * @param history the latest changes of the class, the newest first
 * @param share how many browsers connect to super-peers of this class; absent while the network has not said so
 */
public record NetworkReport(
        boolean testing,
        Optional<Instant> testedAt,
        NatClass natClass,
        NatBehaviour mapping,
        NatBehaviour filtering,
        NatLayers layers,
        Optional<Boolean> hairpin,
        Optional<String> publicAddress,
        Optional<String> ipv6,
        List<Evidence> evidence,
        List<Advice> advice,
        PortReport ports,
        boolean ownNetwork,
        List<Past> history,
        Optional<BrowserShare> share) {

    /** Before anything was tested. */
    public static final NetworkReport NOTHING_TESTED = new NetworkReport(
            false,
            Optional.empty(),
            NatClass.UNKNOWN,
            NatBehaviour.UNKNOWN,
            NatBehaviour.UNKNOWN,
            NatLayers.UNKNOWN,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            PortReport.NOTHING_ASKED,
            false,
            List.of(),
            Optional.empty());

    public NetworkReport {
        evidence = List.copyOf(evidence);
        advice = List.copyOf(advice);
        history = List.copyOf(history);
    }

    /** What the class was from {@code since} until the next change; the moment is that of the first test that found it. */
    public record Past(NatClass natClass, Instant since) {}

    /** The key of the sentence about one of the changes: its arguments are when, and the name of the class. */
    public String textKey(Past past) {
        return past.equals(history.getFirst()) ? "engine.nat.since" : "engine.nat.before";
    }

    /** What is so whatever the latest test found: the same components as the report's. */
    public record Beside(PortReport ports, boolean ownNetwork, List<Past> history) {}

    /** The same while a test runs, or does not, with what is so now beside it, and with the network's word on its class. */
    public NetworkReport now(boolean testingNow, Beside beside, Optional<BrowserShare> shareNow) {
        return new NetworkReport(
                testingNow,
                testedAt,
                natClass,
                mapping,
                filtering,
                layers,
                hairpin,
                publicAddress,
                ipv6,
                evidence,
                advice,
                beside.ports(),
                beside.ownNetwork(),
                beside.history(),
                shareNow);
    }

    /** The key of the sentence about {@code share}, with its arguments in {@link BrowserShare#arguments}. */
    public String shareKey() {
        return share.map(BrowserShare::textKey).orElse("engine.nat.share.unknown");
    }

    /** Of that sentence. */
    public List<Object> shareArguments() {
        return share.map(BrowserShare::arguments).orElse(List.of());
    }

    /** One thing that was seen, as keys of the bundles: its name, and a sentence with its arguments. */
    public record Row(String labelKey, String textKey, List<Object> arguments) {
        Row(String label, String textKey, Object... arguments) {
            this("engine.nat.row." + label, textKey, List.of(arguments));
        }
    }

    /** What the latest test saw, the most telling first, and how the ports are; nothing before a test. */
    public List<Row> rows() {
        if (testedAt.isEmpty()) {
            return List.of();
        }
        var rows = new ArrayList<Row>();
        rows.add(servers());
        if (publicAddress.isPresent()) {
            rows.add(new Row("address", "engine.nat.address", publicAddress.get()));
            rows.add(new Row("mapping", mapping.mappingKey()));
            rows.add(new Row("filtering", filtering.filteringKey()));
            rows.add(new Row("layers", layers.textKey()));
            amount(Finding.DIALED_BACK)
                    .ifPresent(came -> rows.add(new Row("called", "engine.nat.called." + (came > 0 ? "yes" : "no"))));
            hairpin.ifPresent(back -> rows.add(new Row("hairpin", "engine.nat.hairpin." + (back ? "yes" : "no"))));
        }
        rows.add(ipv6.map(address -> new Row("ipv6", "engine.nat.address", address))
                .orElse(new Row(
                        "ipv6",
                        "engine.nat.ipv6." + (amount(Finding.IPV6_ANSWERED).isPresent() ? "no" : "untried"))));
        rows.addAll(ports.rows());
        return rows;
    }

    /** By which ways browsers come in beside the usual one, as the owner wants it and the routers answered. */
    public List<Row> waysIn() {
        var rows = new ArrayList<Row>(ports.rows());
        rows.add(new Row("own-browsers", "engine.nat.own-network." + (ownNetwork ? "yes" : "no")));
        return rows;
    }

    private Row servers() {
        long asked = amount(Finding.ENDPOINTS_ASKED).orElse(0);
        long answered = amount(Finding.ENDPOINTS_ANSWERED).orElse(0);
        OptionalLong fastest = amount(Finding.ROUND_TRIP);
        return fastest.isPresent()
                ? new Row("servers", "engine.nat.servers.answered", answered, asked, fastest.getAsLong())
                : new Row("servers", asked > 0 ? "engine.nat.servers.silent" : "engine.nat.servers.none", asked);
    }

    private OptionalLong amount(Finding finding) {
        return evidence.stream()
                .filter(one -> one.finding() == finding)
                .mapToLong(Evidence::amount)
                .findFirst();
    }
}
