package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.deploynet.engine.fuzz.Claim;
import org.deploynet.engine.fuzz.FuzzTarget;

/** Responses of PCP and NAT-PMP: what was read stands where the RFCs put it, and what is granted is a port for some time. */
public final class PcpTarget implements FuzzTarget {
    @Override
    public String name() {
        return "pcp";
    }

    @Override
    public int maxBytes() {
        return 1200;
    }

    @Override
    public long maxAllocatedBytes() {
        return 64 * 1024;
    }

    @Override
    public boolean check(byte[] input) {
        boolean isPcp = pcp(input);
        boolean isNatPmp = natPmp(input);
        return isPcp || isNatPmp;
    }

    private static boolean pcp(byte[] input) {
        try {
            PcpMessages.Response response = PcpMessages.read(input);
            Claim.that(input.length >= 24 && input.length <= 1100 && input[0] == 2, "no PCP", response);
            Claim.that(
                    (response.opcode() | 0x80) == number(input, 1, 1)
                            && response.result() == number(input, 3, 1)
                            && response.lifetimeSeconds() == number(input, 4, 4)
                            && response.epochSeconds() == number(input, 8, 4),
                    "another response",
                    response);
            if (response.map().isPresent()) {
                PcpMessages.Mapping mapping = response.map().orElseThrow();
                isWhereItStands(input, mapping);
                isForSomeTime(PcpMessages.grant(response, mapping), mapping.externalPort());
            }
            return true;
        } catch (RouterException refused) {
            return false;
        }
    }

    // RFC 6887 §11.1: nonce, protocol, ports and address behind the common header of 24 bytes.
    private static void isWhereItStands(byte[] input, PcpMessages.Mapping mapping) {
        Claim.that(
                Arrays.equals(mapping.nonce().array(), Arrays.copyOfRange(input, 24, 36))
                        && mapping.protocol() == number(input, 36, 1)
                        && mapping.internalPort() == number(input, 40, 2)
                        && mapping.externalPort() == number(input, 42, 2)
                        && mapping.externalAddress().equals(address(Arrays.copyOfRange(input, 44, 60))),
                "another mapping",
                mapping);
    }

    private static boolean natPmp(byte[] input) {
        try {
            NatPmpMessages.Response response = NatPmpMessages.read(input);
            Claim.that(
                    input[0] == 0
                            && (response.opcode() | 0x80) == number(input, 1, 1)
                            && response.result() == number(input, 2, 2)
                            && response.epochSeconds() == number(input, 4, 4),
                    "another response",
                    response);
            response.address()
                    .ifPresent(address -> Claim.that(
                            address.equals(address(Arrays.copyOfRange(input, 8, 12))), "another address", address));
            if (response.mapping().isPresent()) {
                NatPmpMessages.Mapping mapping = response.mapping().orElseThrow();
                Claim.that(
                        mapping.internalPort() == number(input, 8, 2)
                                && mapping.externalPort() == number(input, 10, 2)
                                && mapping.lifetimeSeconds() == number(input, 12, 4),
                        "another mapping",
                        mapping);
                isForSomeTime(NatPmpMessages.grant(mapping, Optional.empty()), mapping.externalPort());
            }
            return true;
        } catch (RouterException refused) {
            return false;
        }
    }

    private static void isForSomeTime(Grant grant, int port) {
        Claim.that(
                grant.externalPort() == port
                        && grant.lease().filter(lease -> lease.toSeconds() > 0).isPresent(),
                "a grant of nothing",
                grant);
    }

    private static long number(byte[] input, int at, int bytes) {
        long number = 0;
        for (int i = at; i < at + bytes; i++) {
            number = number * 256 + (input[i] & 0xff);
        }
        return number;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("an address of " + bytes.length + " bytes", impossible);
        }
    }
}
