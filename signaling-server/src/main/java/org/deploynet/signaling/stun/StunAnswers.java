package org.deploynet.signaling.stun;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.stun.StunAttribute;
import org.deploynet.protocol.stun.StunAttribute.ChangeRequest;
import org.deploynet.protocol.stun.StunAttribute.ErrorCode;
import org.deploynet.protocol.stun.StunAttribute.OtherAddress;
import org.deploynet.protocol.stun.StunAttribute.ResponseOrigin;
import org.deploynet.protocol.stun.StunAttribute.UnknownAttributes;
import org.deploynet.protocol.stun.StunAttribute.XorMappedAddress;
import org.deploynet.protocol.stun.StunMessage;
import org.deploynet.protocol.stun.StunMessage.Kind;

/** What a STUN server answers (RFC 8489 §6.3, RFC 5780 §6.1): a pure function of a request and of where it came. */
final class StunAnswers {
    private static final int CHANGE_REQUEST = 0x0003;
    private static final ChangeRequest NOTHING = new ChangeRequest(false, false);

    private StunAnswers() {}

    /** The server's endpoints, seen from the one that a request came to. */
    record Exits(InetSocketAddress here, InetSocketAddress otherPort, Optional<Elsewhere> elsewhere) {
        /** At the server's other address: the port of {@code here}, and the other one. */
        record Elsewhere(InetSocketAddress samePort, InetSocketAddress otherPort) {}

        private Optional<InetSocketAddress> exit(ChangeRequest change) {
            return change.address()
                    ? elsewhere.map(other -> change.port() ? other.otherPort() : other.samePort())
                    : Optional.of(change.port() ? otherPort : here);
        }
    }

    /** A message and the endpoint that it leaves from. */
    record Reply(InetSocketAddress origin, StunMessage message) {}

    /** Nothing for what is no request. */
    static Optional<Reply> to(StunMessage request, InetSocketAddress from, Exits exits) {
        if (request.kind() != Kind.REQUEST) {
            return Optional.empty();
        }
        List<Integer> unknown = request.notUnderstood();
        if (!unknown.isEmpty()) {
            return Optional.of(refusal(request, exits, unknown));
        }
        return Optional.of(exits.exit(request.first(ChangeRequest.class).orElse(NOTHING))
                .map(origin -> new Reply(origin, success(request, from, origin, exits)))
                // What cannot be changed is to be refused as if it were not known.
                .orElseGet(() -> refusal(request, exits, List.of(CHANGE_REQUEST))));
    }

    private static StunMessage success(
            StunMessage request, InetSocketAddress from, InetSocketAddress origin, Exits exits) {
        List<StunAttribute> attributes = new ArrayList<>();
        attributes.add(new XorMappedAddress(from));
        attributes.add(new ResponseOrigin(origin));
        exits.elsewhere().map(other -> new OtherAddress(other.otherPort())).ifPresent(attributes::add);
        return request.answer(Kind.SUCCESS, attributes);
    }

    private static Reply refusal(StunMessage request, Exits exits, List<Integer> unknown) {
        return new Reply(
                exits.here(),
                request.answer(
                        Kind.ERROR,
                        List.of(
                                new ErrorCode(ErrorCode.UNKNOWN_ATTRIBUTE, "Unknown Attribute"),
                                new UnknownAttributes(unknown))));
    }
}
