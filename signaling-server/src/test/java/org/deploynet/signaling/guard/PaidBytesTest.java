package org.deploynet.signaling.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.OptionalLong;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.ManualClock;
import org.deploynet.signaling.guard.PaidBytes.Claim;
import org.deploynet.signaling.guard.PaidBytes.Over;
import org.junit.jupiter.api.Test;

class PaidBytesTest {
    private static final KeyId SITE = new KeyId("a".repeat(40));
    private static final KeyId OTHER_SITE = new KeyId("b".repeat(40));
    private static final long MIB = 1024 * 1024;
    private static final long CAP = 64 * MIB;

    private final ManualClock clock = new ManualClock();
    private final PaidBytes paid = paid(OptionalLong.empty());

    private PaidBytes paid(OptionalLong siteBytes) {
        return new PaidBytes(_ -> CAP, _ -> siteBytes, clock);
    }

    @Test
    void aPrefixCostsASiteItsCapAndNoByteMore() {
        claim("9.9.9.1", SITE, CAP - 1024);
        claim("9.9.9.250", SITE, 1024);
        refuse(Unpaid.PREFIX_CAP, "9.9.9.77", SITE, 1);
    }

    @Test
    void otherPrefixesAndOtherSitesHaveTheirOwn() {
        claim("9.9.9.1", SITE, CAP);
        claim("9.9.10.1", SITE, CAP);
        claim("9.9.9.1", OTHER_SITE, CAP);
        claim("2001:db8:0:ff::1", SITE, CAP);
        refuse(Unpaid.PREFIX_CAP, "2001:db8:0:1::1", SITE, MIB);
        claim("2001:db8:0:100::1", SITE, CAP);
    }

    @Test
    void whatIsTooMuchTakesNothing() {
        refuse(Unpaid.PREFIX_CAP, "9.9.9.1", SITE, CAP + 1);
        claim("9.9.9.1", SITE, CAP);
    }

    @Test
    void theNextHourBeginsAnewAndGetsNothingBackOfTheOneBefore() {
        paid.issued("old", claim("9.9.9.1", SITE, CAP));
        clock.advance(Duration.ofMinutes(59));
        refuse(Unpaid.PREFIX_CAP, "9.9.9.1", SITE, MIB);
        clock.advance(Duration.ofMinutes(1));
        claim("9.9.9.1", SITE, CAP);
        paid.ended("old", 0);
        refuse(Unpaid.PREFIX_CAP, "9.9.9.1", SITE, MIB);
    }

    @Test
    void theNextDayCountsWithAnotherKey() {
        claim("9.9.9.1", SITE, CAP);
        clock.advance(Duration.ofDays(1));
        claim("9.9.9.1", SITE, CAP);
        refuse(Unpaid.PREFIX_CAP, "9.9.9.1", SITE, MIB);
    }

    @Test
    void anEndedTicketCountsWhatWasPaidOnce() {
        paid.issued("ticket", claim("9.9.9.1", SITE, CAP));
        paid.ended("ticket", CAP / 4);
        paid.ended("ticket", 0);
        claim("9.9.9.1", SITE, CAP - CAP / 4);
        refuse(Unpaid.PREFIX_CAP, "9.9.9.1", SITE, 1);
    }

    @Test
    void aClaimOfNoTicketGoesBack() {
        paid.giveBack(claim("9.9.9.1", SITE, CAP));
        claim("9.9.9.1", SITE, CAP);
    }

    @Test
    void aSitesCapCountsAllPrefixesTogether() {
        PaidBytes capped = paid(OptionalLong.of(CAP));
        assertInstanceOf(Claim.class, capped.claim(address("9.9.9.1"), SITE, CAP / 2));
        Claim second = assertInstanceOf(Claim.class, capped.claim(address("9.9.10.1"), SITE, CAP / 2));
        assertEquals(new Over(Unpaid.SITE_CAP), capped.claim(address("9.9.11.1"), SITE, 1));
        assertInstanceOf(Claim.class, capped.claim(address("9.9.11.1"), OTHER_SITE, 1));
        capped.issued("second", second);
        capped.ended("second", 0);
        assertInstanceOf(Claim.class, capped.claim(address("9.9.11.1"), SITE, CAP / 2));
    }

    // A flood must neither make room for who has had enough, nor take the pay of all others.
    @Test
    void aMillionPrefixesForgetNobodyAndTakeLittleFromAnybody() {
        claim("9.9.9.1", SITE, CAP);
        for (int i = 0; i < 1_000_000; i++) {
            paid.claim(address(i), SITE, MIB);
        }
        refuse(Unpaid.PREFIX_CAP, "9.9.9.2", SITE, 1);
        int paidFor = 0;
        for (int i = 1_000_000; i < 1_001_000; i++) {
            paidFor += paid.claim(address(i), SITE, CAP - 16 * MIB) instanceof Claim ? 1 : 0;
        }
        assertEquals(1_000, paidFor, 5, "newcomers that are paid for three quarters of the cap");
    }

    private Claim claim(String visitor, KeyId site, long bytes) {
        return assertInstanceOf(Claim.class, paid.claim(address(visitor), site, bytes));
    }

    private void refuse(Unpaid why, String visitor, KeyId site, long bytes) {
        assertEquals(new Over(why), paid.claim(address(visitor), site, bytes));
    }

    private static InetAddress address(int prefix) {
        byte[] bytes = {(byte) (16 + (prefix >> 16)), (byte) (prefix >> 8), (byte) prefix, 1};
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }
}
