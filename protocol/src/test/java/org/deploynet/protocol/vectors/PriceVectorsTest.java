package org.deploynet.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.deploynet.protocol.credit.Price;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PriceVectorsTest {
    @TestFactory
    Stream<DynamicTest> amountsAreExact() {
        return GoldenVectors.tests("prices.json", "prices", entry -> () -> {
            long bytes = entry.required("bytes").longValue();
            long price = entry.required("price").longValue();
            int fee = entry.required("feePercent").intValue();
            long earned = Price.earned(bytes, price);
            assertEquals(entry.required("earned").longValue(), earned);
            assertEquals(entry.required("fee").longValue(), Price.fee(earned, fee));
            assertEquals(entry.required("reservation").longValue(), Price.reservation(bytes, price, fee));
        });
    }
}
