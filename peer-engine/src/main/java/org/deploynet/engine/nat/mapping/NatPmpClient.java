package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.deploynet.control.nat.MappingProtocol;
import org.deploynet.engine.nat.mapping.NatPmpMessages.Response;

/** {@link RouterClient} in NAT-PMP. One thread at a time. */
final class NatPmpClient implements RouterClient {
    private final InetSocketAddress server;
    private final InstantSource clock;
    private Optional<InetAddress> external = Optional.empty();
    private Optional<GatewayEpoch> epoch = Optional.empty();
    private boolean restarted;

    NatPmpClient(InetSocketAddress server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    @Override
    public MappingProtocol protocol() {
        return MappingProtocol.NAT_PMP;
    }

    @Override
    public Optional<InetAddress> probe(Deadline deadline) throws RouterException, InterruptedException {
        Response response =
                ask(NatPmpMessages.address(), answer -> answer.opcode() == NatPmpMessages.ADDRESS, deadline);
        external = response.address();
        return external;
    }

    @Override
    public Grant map(MappingRequest request, Deadline deadline) throws RouterException, InterruptedException {
        Response response = ask(NatPmpMessages.map(request), answer -> isAbout(request, answer), deadline);
        restarted = false;
        return NatPmpMessages.grant(response.mapping().orElseThrow(), external);
    }

    @Override
    public boolean remembers(MappingRequest request, Deadline deadline) throws RouterException, InterruptedException {
        probe(deadline);
        return !restarted;
    }

    @Override
    public void unmap(MappingRequest request, Deadline deadline) throws RouterException, InterruptedException {
        ask(NatPmpMessages.unmap(request), answer -> isAbout(request, answer), deadline);
    }

    private Response ask(byte[] question, Predicate<Response> isAnswer, Deadline deadline)
            throws RouterException, InterruptedException {
        try (var exchange = DatagramExchange.with(server)) {
            Response response = exchange.ask(
                    List.of(question),
                    datagram -> Optional.of(NatPmpMessages.read(datagram)).filter(isAnswer),
                    deadline);
            note(new GatewayEpoch(response.epochSeconds(), clock.instant()));
            return checked(response);
        }
    }

    private static Response checked(Response response) throws RouterException {
        int result = response.result();
        return switch (result) {
            case NatPmpMessages.SUCCESS -> response;
            case NatPmpMessages.UNSUPPORTED_VERSION, NatPmpMessages.UNSUPPORTED_OPCODE ->
                throw RouterException.notOffered(result, "NAT-PMP result " + result);
            default -> throw RouterException.refused(result, "NAT-PMP result " + result);
        };
    }

    private void note(GatewayEpoch next) {
        restarted |= epoch.map(before -> before.isRestartByNatPmp(next)).orElse(false);
        epoch = Optional.of(next);
    }

    // A refusal names no port.
    private static boolean isAbout(MappingRequest request, Response answer) {
        return answer.opcode() == NatPmpMessages.opcode(request.transport())
                && answer.mapping()
                        .map(mapping -> mapping.internalPort() == request.internalPort())
                        .orElse(true);
    }
}
