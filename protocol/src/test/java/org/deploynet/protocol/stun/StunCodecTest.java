package org.deploynet.protocol.stun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.stun.StunAttribute.ChangeRequest;
import org.deploynet.protocol.stun.StunAttribute.ErrorCode;
import org.deploynet.protocol.stun.StunAttribute.MappedAddress;
import org.deploynet.protocol.stun.StunAttribute.OtherAddress;
import org.deploynet.protocol.stun.StunAttribute.ResponseOrigin;
import org.deploynet.protocol.stun.StunAttribute.Software;
import org.deploynet.protocol.stun.StunAttribute.Unknown;
import org.deploynet.protocol.stun.StunAttribute.UnknownAttributes;
import org.deploynet.protocol.stun.StunAttribute.XorMappedAddress;
import org.deploynet.protocol.stun.StunMessage.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StunCodecTest {
    private static final TransactionId TRANSACTION = new TransactionId(0xb7e7a701, 0xbc34d686fa87dfaeL);
    private static final InetSocketAddress FOUR = address("192.0.2.1", 32853);
    private static final InetSocketAddress SIX = address("2001:db8:1234:5678:11:2233:4455:6677", 32853);

    @Test
    void readsTheSamplesOfRfc5769() throws ProtocolException {
        StunMessage request = StunCodec.decode(Rfc5769.REQUEST);
        assertEquals(
                new StunMessage(
                        Kind.REQUEST,
                        TRANSACTION,
                        List.of(new Software("STUN test client"), new Unknown(0x0024), new Unknown(0x8029)),
                        true),
                request);
        assertEquals(List.of(0x0024), request.notUnderstood());
        assertEquals(
                new StunMessage(
                        Kind.SUCCESS,
                        TRANSACTION,
                        List.of(new Software("test vector"), new XorMappedAddress(FOUR)),
                        true),
                StunCodec.decode(Rfc5769.IPV4_ANSWER));
        assertEquals(Optional.of(SIX), StunCodec.decode(Rfc5769.IPV6_ANSWER).mappedAddress());
        assertEquals(
                new StunMessage(Kind.REQUEST, new TransactionId(0x78ad3433, 0xc6ad72c029da412eL), List.of(), false),
                StunCodec.decode(Rfc5769.REQUEST_WITH_LONG_TERM_CREDENTIALS));
    }

    @Test
    void readsWhatItWrites() throws ProtocolException {
        List<StunAttribute> all = List.of(
                new MappedAddress(FOUR),
                new XorMappedAddress(SIX),
                new ChangeRequest(true, false),
                new ResponseOrigin(SIX),
                new OtherAddress(FOUR),
                new Software("näme"),
                new ErrorCode(420, "Unknown"),
                new UnknownAttributes(List.of(0x0024, 0x7fff)));
        for (boolean fingerprint : List.of(true, false)) {
            var message = new StunMessage(Kind.ERROR, TRANSACTION, all, fingerprint);
            assertEquals(message, StunCodec.decode(StunCodec.encode(message)));
        }
    }

    @Test
    void writesAddressesAsRfc5769Does() {
        var answer = new StunMessage(Kind.SUCCESS, TRANSACTION, List.of(new XorMappedAddress(FOUR)), false);
        assertArrayEquals(
                HexFormat.of().parseHex("0101000c2112a442b7e7a701bc34d686fa87dfae002000080001a147e112a643"),
                StunCodec.encode(answer));
    }

    @Test
    void whatFollowsTheIntegrityDoesNotCount() throws ProtocolException {
        byte[] answer = withoutFingerprint(Rfc5769.IPV4_ANSWER);
        byte[] forged = HexFormat.of().parseHex("00010008000104d209090909");
        byte[] both = Arrays.copyOf(answer, answer.length + forged.length);
        System.arraycopy(forged, 0, both, answer.length, forged.length);
        both[3] += (byte) forged.length;
        assertTrue(StunCodec.decode(both).first(MappedAddress.class).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                // Another method, an indication, a wrong cookie, the two upper bits.
                "000300002112a442b7e7a701bc34d686fa87dfae",
                "001100002112a442b7e7a701bc34d686fa87dfae",
                "000100002112a443b7e7a701bc34d686fa87dfae",
                "800100002112a442b7e7a701bc34d686fa87dfae",
                // Lengths: more than there is, less than there is, no multiple of four.
                "000100042112a442b7e7a701bc34d686fa87dfae",
                "000100002112a442b7e7a701bc34d686fa87dfae80220000",
                "000100022112a442b7e7a701bc34d686fa87dfae8022",
                "000100082112a442b7e7a701bc34d686fa87dfae8022000553544554",
                // Addresses: family 3, IPv6 in four bytes, nothing, port 0, IPv4 within IPv6.
                "0101000c2112a442b7e7a701bc34d686fa87dfae002000080003a147e112a643",
                "0101000c2112a442b7e7a701bc34d686fa87dfae002000080002a147e112a643",
                "010100042112a442b7e7a701bc34d686fa87dfae00010000",
                "0101000c2112a442b7e7a701bc34d686fa87dfae000100080001000001020304",
                "010100182112a442b7e7a701bc34d686fa87dfae000100140002100000000000000000000000ffff01020304",
                // A change request of two bytes; error codes 2xx and x100; half a type.
                "000100082112a442b7e7a701bc34d686fa87dfae0003000200060000",
                "011100082112a442b7e7a701bc34d686fa87dfae0009000400000214",
                "011100082112a442b7e7a701bc34d686fa87dfae0009000400000464",
                "011100082112a442b7e7a701bc34d686fa87dfae000a000300240000",
                // A fingerprint that is wrong, or not the last.
                "000100082112a442b7e7a701bc34d686fa87dfae8028000400000000",
                "0001000c2112a442b7e7a701bc34d686fa87dfae802800040000000080220000",
            })
    void refusesWhatIsNone(String hex) {
        assertThrows(
                ProtocolException.class, () -> StunCodec.decode(HexFormat.of().parseHex(hex)));
    }

    @Test
    void refusesWhatIsTooMuch() {
        assertThrows(ProtocolException.class, () -> StunCodec.decode(message(StunCodec.MAX_BYTES + 4, 4)));
        assertThrows(ProtocolException.class, () -> StunCodec.decode(message(20 + 65 * 4, 0)));
        assertThrows(
                IllegalArgumentException.class,
                () -> StunCodec.encode(StunMessage.request(
                        TRANSACTION, new Software("a".repeat(763)), new Software("b".repeat(763)))));
    }

    @Test
    void anAttributeThatIsNotKnownIsToldApartByItsType() {
        assertTrue(new Unknown(0x7fff).mustBeUnderstood());
        assertFalse(new Unknown(0x8000).mustBeUnderstood());
    }

    /** A request of so many bytes, filled with unknown attributes of so many bytes each. */
    private static byte[] message(int bytes, int each) {
        byte[] message = Arrays.copyOf(HexFormat.of().parseHex("000100002112a442b7e7a701bc34d686fa87dfae"), bytes);
        message[2] = (byte) ((bytes - 20) >> 8);
        message[3] = (byte) (bytes - 20);
        for (int at = 20; at < bytes; at += 4 + each) {
            message[at] = (byte) 0xff;
            message[at + 3] = (byte) Math.min(each, bytes - at - 4);
        }
        return message;
    }

    private static byte[] withoutFingerprint(byte[] message) {
        byte[] shorter = Arrays.copyOf(message, message.length - 8);
        shorter[3] = (byte) (shorter[3] - 8);
        return shorter;
    }

    private static InetSocketAddress address(String number, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(number), port);
    }
}
