package org.deploynet.control.rpc;

/** What was read is not the JSON that docs/control.md asks for. */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedJsonException(String what) {
        super(what);
    }
}
