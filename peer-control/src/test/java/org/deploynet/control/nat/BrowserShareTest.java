package org.deploynet.control.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class BrowserShareTest {
    @Test
    void saysAShareOnlyOfEnough() {
        assertEquals("engine.nat.share.too-few", new BrowserShare(49, 49).textKey());
        assertEquals("engine.nat.share.counted", new BrowserShare(50, 0).textKey());
    }

    @Test
    void saysAllOnlyWhereItIsAll() {
        assertEquals(List.of(1_000L, 99L, 1L), new BrowserShare(1_000, 999).arguments());
        assertEquals(100, new BrowserShare(1_000, 1_000).percent());
        assertEquals(0, new BrowserShare(0, 0).percent());
        assertEquals(100, new BrowserShare(1L << 53, 1L << 53).percent());
    }

    @Test
    void refusesMoreThanThereWere() {
        assertThrows(IllegalArgumentException.class, () -> new BrowserShare(5, 6));
        assertThrows(IllegalArgumentException.class, () -> new BrowserShare(5, -1));
    }
}
