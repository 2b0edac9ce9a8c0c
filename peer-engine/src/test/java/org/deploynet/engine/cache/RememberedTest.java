package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RememberedTest {
    private final AtomicLong changes = new AtomicLong();
    private final Remembered<String, String> remembered = new Remembered<>(changes, 10);

    @Test
    void asksOnceUntilSomethingChanges() {
        assertEquals(Optional.of("first"), remembered.or("key", () -> Optional.of("first")));
        assertEquals(Optional.of("first"), remembered.or("key", () -> Optional.of("second")));
        changes.incrementAndGet();
        assertEquals(Optional.empty(), remembered.or("key", Optional::empty));
    }

    @Test
    void answerThatIsOlderThanAChangeIsNotRemembered() {
        remembered.or("key", () -> {
            changes.incrementAndGet();
            return Optional.of("before the change");
        });
        assertEquals(Optional.of("after it"), remembered.or("key", () -> Optional.of("after it")));
    }

    @Test
    void whatIsNotThereIsAskedForAgain() {
        assertEquals(Optional.empty(), remembered.or("key", Optional::empty));
        assertEquals(Optional.of("come"), remembered.or("key", () -> Optional.of("come")));
    }
}
