package org.deploynet.desktop.supervise;

/** No engine answers, and a new one could not be brought to; {@link #end} says why. */
final class NoEngineException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient EngineEnd end;

    NoEngineException(EngineEnd end) {
        super(end.toString());
        this.end = end;
    }

    EngineEnd end() {
        return end;
    }
}
