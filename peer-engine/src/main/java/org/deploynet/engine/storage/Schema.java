package org.deploynet.engine.storage;

import java.util.List;

/** The statements that lead from each version of a database to the next; a released step never changes. */
public record Schema(List<List<String>> steps) {
    public Schema {
        steps = List.copyOf(steps);
    }

    int version() {
        return steps.size();
    }
}
