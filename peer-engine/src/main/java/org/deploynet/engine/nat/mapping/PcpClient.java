package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.deploynet.control.nat.MappingProtocol;
import org.deploynet.engine.nat.mapping.PcpMessages.Response;

/**
 * {@link RouterClient} in PCP. Its nonce is as old as it is itself (RFC 6887 §11.2): a gateway lets nobody else change or remove the
 * mapping, also not this machine's next process. One thread at a time.
 */
final class PcpClient implements RouterClient {
    private final InetSocketAddress server;
    private final InstantSource clock;
    private final byte[] nonce = new byte[PcpMessages.NONCE_BYTES];
    private Optional<GatewayEpoch> epoch = Optional.empty();
    private boolean restarted;

    /** @param random a secure one: the nonce is what keeps others' answers out */
    PcpClient(InetSocketAddress server, InstantSource clock, RandomGenerator random) {
        this.server = server;
        this.clock = clock;
        random.nextBytes(nonce);
    }

    private interface Question {
        byte[] from(InetAddress client);
    }

    @Override
    public MappingProtocol protocol() {
        return MappingProtocol.PCP;
    }

    @Override
    public Optional<InetAddress> probe(Deadline deadline) throws RouterException, InterruptedException {
        // Also a refusal shows that PCP is spoken; MAP gets the one that matters.
        var _ = ask(PcpMessages::announce, this::isToAnnounce, deadline);
        return Optional.empty();
    }

    @Override
    public Grant map(MappingRequest request, Deadline deadline) throws RouterException, InterruptedException {
        Response response = checked(
                ask(client -> PcpMessages.map(request, nonce, client), answer -> isAbout(request, answer), deadline));
        restarted = false;
        return PcpMessages.grant(response, response.map().orElseThrow());
    }

    @Override
    public boolean remembers(MappingRequest request, Deadline deadline) throws RouterException, InterruptedException {
        probe(deadline);
        return !restarted;
    }

    @Override
    public void unmap(MappingRequest request, Deadline deadline) throws RouterException, InterruptedException {
        checked(ask(client -> PcpMessages.unmap(request, nonce, client), answer -> isAbout(request, answer), deadline));
    }

    private Response ask(Question question, Predicate<Response> isAnswer, Deadline deadline)
            throws RouterException, InterruptedException {
        try (var exchange = DatagramExchange.with(server)) {
            Response response = exchange.ask(
                    List.of(question.from(exchange.localAddress())),
                    datagram -> Optional.of(PcpMessages.read(datagram)).filter(isAnswer),
                    deadline);
            note(new GatewayEpoch(response.epochSeconds(), clock.instant()));
            return response;
        }
    }

    private static Response checked(Response response) throws RouterException {
        if (response.result() != PcpMessages.SUCCESS) {
            throw RouterException.refused(response.result(), "PCP result " + response.result());
        }
        return response;
    }

    private void note(GatewayEpoch next) {
        restarted |= epoch.map(before -> before.isRestartByPcp(next)).orElse(false);
        epoch = Optional.of(next);
    }

    private boolean isToAnnounce(Response answer) {
        return answer.opcode() == PcpMessages.ANNOUNCE;
    }

    private boolean isAbout(MappingRequest request, Response answer) {
        return answer.map()
                .filter(map -> map.nonce().equals(ByteBuffer.wrap(nonce))
                        && map.protocol() == request.transport().number()
                        && map.internalPort() == request.internalPort())
                .isPresent();
    }
}
