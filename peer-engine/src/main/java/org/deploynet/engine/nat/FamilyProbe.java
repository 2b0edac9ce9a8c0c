package org.deploynet.engine.nat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.deploynet.engine.nat.StunExchange.Heard;
import org.deploynet.engine.nat.StunExchange.Outcome;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.stun.StunAttribute;
import org.deploynet.protocol.stun.StunAttribute.ChangeRequest;
import org.deploynet.protocol.stun.StunAttribute.OtherAddress;
import org.deploynet.protocol.stun.StunMessage;
import org.deploynet.protocol.stun.TransactionId;

/**
 * The questions of one probe over IPv4 or IPv6, in three rounds: who answers; how others see the same socket; what comes in to
 * a socket that sent to one endpoint only. One thread.
 */
final class FamilyProbe {
    /** Of what servers name as their other address, so many endpoints are asked at most. */
    private static final int MAX_NAMED = 6;

    private final StunExchange exchange;
    private final Candidates rules;
    private final RandomGenerator random;
    private final Map<InetSocketAddress, InetSocketAddress> seenAs = new HashMap<>();
    private final Set<InetSocketAddress> asked = new LinkedHashSet<>();
    private int sent;
    private Optional<Duration> fastest = Optional.empty();

    FamilyProbe(StunExchange exchange, Candidates rules, RandomGenerator random) {
        this.exchange = exchange;
        this.rules = rules;
        this.random = random;
    }

    FamilyFindings ask(StandardProtocolFamily family, List<InetSocketAddress> servers) throws IOException {
        try (DatagramChannel mapped = open(family);
                DatagramChannel filtered = open(family)) {
            Map<InetSocketAddress, StunMessage> told = askAll(mapped, servers);
            Set<InetSocketAddress> named = new LinkedHashSet<>();
            told.forEach((server, answer) -> others(server, answer).forEach(named::add));
            named.removeAll(asked);
            askAll(mapped, named.stream().limit(MAX_NAMED).toList());
            Optional<InetSocketAddress> first =
                    servers.stream().filter(told::containsKey).findFirst();
            Optional<StunMessage> answer = first.map(told::get);
            return first.isPresent() && answer.isPresent()
                    ? comesIn(mapped, filtered, first.get(), answer.get())
                    : findings(Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    private static DatagramChannel open(StandardProtocolFamily family) throws IOException {
        DatagramChannel socket = DatagramChannel.open(family);
        try {
            socket.bind(null).configureBlocking(false);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private Map<InetSocketAddress, StunMessage> askAll(DatagramChannel socket, List<InetSocketAddress> endpoints)
            throws IOException {
        asked.addAll(endpoints);
        List<Question> questions = endpoints.stream()
                .map(endpoint -> Question.plain(socket, endpoint, request()))
                .toList();
        Outcome outcome = exchange.ask(questions);
        sent += outcome.sent();
        Map<InetSocketAddress, StunMessage> told = new HashMap<>();
        outcome.heard()
                .forEach((question, heard) -> heard.message().mappedAddress().ifPresent(seen -> {
                    seenAs.put(question.to(), seen);
                    told.put(question.to(), heard.message());
                }));
        fastest = Stream.concat(
                        fastest.stream(), outcome.heard().values().stream().map(Heard::after))
                .min(Comparator.naturalOrder());
        return told;
    }

    // What a server names is as much a stranger's word as the server's own address.
    private List<InetSocketAddress> others(InetSocketAddress server, StunMessage answer) {
        return otherAddress(answer).stream()
                .flatMap(other -> Stream.of(
                        new InetSocketAddress(other.getAddress(), server.getPort()),
                        other,
                        new InetSocketAddress(server.getAddress(), other.getPort())))
                .filter(endpoint -> sameFamily(endpoint, server))
                .filter(endpoint -> rules.allows(endpoint.getAddress(), endpoint.getPort()))
                .toList();
    }

    private static boolean sameFamily(InetSocketAddress one, InetSocketAddress other) {
        return one.getAddress().getClass() == other.getAddress().getClass();
    }

    private static Optional<InetSocketAddress> otherAddress(StunMessage answer) {
        return answer.first(OtherAddress.class).map(OtherAddress::address);
    }

    private FamilyFindings comesIn(
            DatagramChannel mapped, DatagramChannel filtered, InetSocketAddress server, StunMessage answer)
            throws IOException {
        List<Question> questions = new ArrayList<>();
        Optional<Question> port = canChangePort(server, answer)
                ? Optional.of(changed(filtered, server, new ChangeRequest(false, true)))
                : Optional.empty();
        Optional<Question> address =
                otherAddress(answer).map(_ -> changed(filtered, server, new ChangeRequest(true, true)));
        Optional<Question> hairpin = hairpin(mapped, filtered, server);
        port.ifPresent(questions::add);
        address.ifPresent(questions::add);
        hairpin.ifPresent(questions::add);
        Outcome outcome = exchange.ask(questions);
        return findings(port.flatMap(outcome::came), address.flatMap(outcome::came), hairpin.flatMap(outcome::came));
    }

    // With one address no server may name its other port; that it has one shows where the network told of both.
    private boolean canChangePort(InetSocketAddress server, StunMessage answer) {
        boolean toldOfTwoPorts = seenAs.keySet().stream()
                .anyMatch(
                        other -> other.getAddress().equals(server.getAddress()) && other.getPort() != server.getPort());
        boolean saysWhereFrom = answer.first(StunAttribute.ResponseOrigin.class).isPresent();
        return otherAddress(answer).isPresent() || (saysWhereFrom && toldOfTwoPorts);
    }

    private Question changed(DatagramChannel socket, InetSocketAddress server, ChangeRequest change) {
        return new Question(
                socket,
                socket,
                server,
                request(change),
                StunMessage.Kind.SUCCESS,
                from -> from.getPort() != server.getPort()
                        && from.getAddress().equals(server.getAddress()) != change.address());
    }

    private Optional<Question> hairpin(DatagramChannel mapped, DatagramChannel other, InetSocketAddress server) {
        return Optional.ofNullable(seenAs.get(server))
                .filter(own -> sameFamily(own, server) && rules.allows(own.getAddress(), own.getPort()))
                .map(own -> new Question(other, mapped, own, request(), StunMessage.Kind.REQUEST, _ -> true));
    }

    private StunMessage request(StunAttribute... attributes) {
        return StunMessage.request(TransactionId.random(random), attributes);
    }

    private FamilyFindings findings(
            Optional<Boolean> otherPort, Optional<Boolean> otherAddress, Optional<Boolean> hairpin) {
        return new FamilyFindings(asked.size(), sent, seenAs, fastest, otherPort, otherAddress, hairpin);
    }
}
