package org.deploynet.engine.nat.mapping;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    @Test
    void isOverWithLessLeftThanASocketCanWaitFor() {
        assertTrue(Deadline.in(Duration.ofNanos(999_999)).isOver());
        assertFalse(Deadline.in(Duration.ofHours(1)).isOver());
    }
}
