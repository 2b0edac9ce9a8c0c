package org.deploynet.control.nat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deploynet.control.nat.PortReport.Attempt;

/**
 * What to do here, one after the other, to let more browsers in: from what was seen and what this very router answered. Every face
 * says the same. Safe from any thread.
 */
public final class Steps {
    /** Ports to forward where the owner has named none: 16 of those that are nobody's (RFC 6335). */
    static final PortChoice SUGGESTED = PortChoice.byHand(50_000, 50_015);

    private final NetworkReport report;
    private final PortReport ports;
    private final PortChoice byHand;
    private final List<Step> steps = new ArrayList<>();

    private Steps(NetworkReport report) {
        this.report = report;
        this.ports = report.ports();
        this.byHand = isByHand() ? ports.choice() : SUGGESTED;
    }

    /** None where nothing is known to help, or no test has ended yet. */
    public static List<Step> of(NetworkReport report) {
        var steps = new Steps(report);
        steps.collect();
        return List.copyOf(steps.steps);
    }

    private void collect() {
        List<Advice> advice = report.advice();
        if (advice.contains(Advice.ASK_PROVIDER)) {
            askProvider();
        } else if (advice.contains(Advice.BRIDGE_INNER_ROUTER)) {
            joinRouters();
        } else if (advice.contains(Advice.FORWARD_PORT)) {
            forwardPorts();
        } else if (advice.contains(Advice.ALLOW_UDP)) {
            openFirewalls();
        }
        if (!steps.isEmpty()) {
            add("again");
        }
    }

    private void askProvider() {
        add("provider");
        if (report.ipv6().isEmpty()) {
            add("provider-ipv6");
        }
    }

    private void joinRouters() {
        ports.router().ifPresentOrElse(router -> add("inner", router.settings()), () -> add("inner-unknown"));
        add("bridge");
        Optional<String> outer = ports.router().flatMap(Router::outerAddress);
        outer.ifPresentOrElse(
                address -> add("forward-outer", byHand.first(), byHand.last(), address),
                () -> add("forward-outer-unknown", byHand.first(), byHand.last()));
        addWithHere("forward-inner");
        tellPorts();
    }

    private void forwardPorts() {
        if (ports.open() > 0 && !isByHand()) {
            // The router has done its part.
            add("says-forwarded");
            add("own-firewall");
            return;
        }
        if (ports.choice().way() == PortChoice.Way.OFF) {
            add("ask-router");
        }
        openSettings();
        if (isByHand()) {
            addWithHere("check");
            add("own-firewall");
            return;
        }
        if (ports.choice().way() == PortChoice.Way.AUTOMATIC) {
            askedBefore();
        }
        addWithHere("forward");
        tellPorts();
    }

    private void openSettings() {
        Optional<Router> router = ports.router();
        if (router.isEmpty()) {
            add("open-unknown");
        } else if (router.get().name().isEmpty()) {
            add("open", router.get().settings());
        } else {
            add("open-named", router.get().settings(), router.get().name());
        }
    }

    // The answer that is nearest to a yes says most.
    private void askedBefore() {
        Optional<Attempt> refused = first(MappingOutcome.REFUSED);
        Optional<Attempt> unusable =
                first(MappingOutcome.FOREIGN_ADDRESS).or(() -> first(MappingOutcome.INVALID_ANSWER));
        Optional<RouterMenu> menu = ports.router().flatMap(RouterMenu::of);
        if (refused.isPresent()) {
            add("refused", refused.get().protocol().word(), refused.get().code());
            // What others' menus name is on already: it answered.
            menu.filter(RouterMenu.AVM::equals).ifPresent(known -> add("switch-on-" + known.word()));
            return;
        }
        unusable.ifPresent(attempt -> add("unusable", attempt.protocol().word()));
        menu.ifPresentOrElse(known -> add("switch-on-" + known.word()), () -> add("switch-on"));
    }

    private Optional<Attempt> first(MappingOutcome outcome) {
        return ports.attempts().stream()
                .filter(attempt -> attempt.outcome() == outcome)
                .findFirst();
    }

    private void openFirewalls() {
        if (report.natClass() == NatClass.BLOCKED) {
            add("udp-here");
            ports.router()
                    .ifPresentOrElse(router -> add("udp-router", router.settings()), () -> add("udp-router-unknown"));
            add("udp-keeper");
            return;
        }
        if (!isByHand()) {
            add("choose", byHand.toJson());
        }
        add("let-in", byHand.first(), byHand.last());
    }

    // It knows already what he told it.
    private void tellPorts() {
        if (!isByHand()) {
            add("tell", byHand.toJson());
        }
    }

    private boolean isByHand() {
        return ports.choice().way() == PortChoice.Way.BY_HAND;
    }

    /** With the ports, and with this machine's address where it is known. */
    private void addWithHere(String key) {
        ports.router()
                .flatMap(Router::localAddress)
                .ifPresentOrElse(
                        here -> add(key, byHand.first(), byHand.last(), here),
                        () -> add(key + "-unknown", byHand.first(), byHand.last()));
    }

    private void add(String key, Object... arguments) {
        steps.add(Step.of(key, arguments));
    }
}
