package org.deploynet.engine.torture;

import java.util.ArrayList;
import java.util.List;

/** Broken promises as they are found. Safe from any thread. */
final class Violations {
    private final List<String> found = new ArrayList<>();

    synchronized void add(String what) {
        found.add(what);
    }

    synchronized void addAll(List<String> all) {
        found.addAll(all);
    }

    synchronized List<String> found() {
        return List.copyOf(found);
    }

    synchronized boolean isEmpty() {
        return found.isEmpty();
    }
}
