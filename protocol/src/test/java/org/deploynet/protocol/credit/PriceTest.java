package org.deploynet.protocol.credit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PriceTest {
    @Test
    void roundsEarningsDownAndFeesUp() {
        assertEquals(0, Price.earned(999, Price.DEFAULT));
        assertEquals(1, Price.earned(1000, Price.DEFAULT));
        assertEquals(1, Price.fee(1, 10));
        assertEquals(1, Price.fee(10, 10));
        assertEquals(2, Price.fee(11, 10));
        assertEquals(0, Price.fee(0, 10));
        assertEquals(0, Price.fee(1_000_000, 0));
    }

    @Test
    void aFreeSiteReservesNothing() {
        assertEquals(0, Price.reservation(Ticket.MAX_BYTES, 0, 10));
    }

    @Test
    void productsBeyondLongAreExact() {
        assertEquals(9_223_372_036_854_775_807L, Price.earned(Long.MAX_VALUE, 1_000_000_000));
        assertEquals(9_223_372_036_854_775L, Price.earned(Long.MAX_VALUE, 1_000_000));
        // The product is between 2^63 and 2^64, where the high word alone does not tell that it overflows.
        assertEquals(9_999_999_999L, Price.earned(9_999_999_999L, 1_000_000_000));
        assertEquals(10_000_000_000L, Price.earned(10_000_000_000L, 1_000_000_000));
    }

    @Test
    void reservesAtLeastWhatAnyReceiptsCanCost() {
        for (long bytes : new long[] {1, 999, 262_144, Ticket.FIRST_MAX_BYTES, Ticket.MAX_BYTES}) {
            for (long price : new long[] {1, 999_999, Price.DEFAULT, Price.MAX}) {
                long earned = Price.earned(bytes, price);
                assertTrue(Price.reservation(bytes, price, 10) >= earned + Price.fee(earned, 10));
            }
        }
    }

    @Test
    void refusesNegativeAndAbsurdFigures() {
        assertThrows(IllegalArgumentException.class, () -> Price.earned(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> Price.earned(1, -1));
        assertThrows(IllegalArgumentException.class, () -> Price.earned(1, Price.MAX + 1));
        assertThrows(ArithmeticException.class, () -> Price.fee(Long.MAX_VALUE, 10));
    }
}
