package org.deploynet.engine.nat.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.deploynet.control.nat.MappingOutcome;
import org.junit.jupiter.api.function.Executable;

/** What a test expects of a question that is not granted. */
final class Refusal {
    private Refusal() {}

    static void expect(MappingOutcome outcome, int code, Executable question) {
        var why = assertThrows(RouterException.class, question);
        assertEquals(outcome, why.outcome(), why.getMessage());
        assertEquals(code, why.code());
    }
}
