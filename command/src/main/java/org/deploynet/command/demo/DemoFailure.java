package org.deploynet.command.demo;

import java.util.List;

/** The demo cannot start or go on: a text key and what to put into the sentence. */
public final class DemoFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final String key;
    private final transient List<Object> arguments;

    public DemoFailure(String key, Object... arguments) {
        super(key + " " + List.of(arguments));
        this.key = key;
        this.arguments = List.of(arguments);
    }

    public String key() {
        return key;
    }

    public Object[] arguments() {
        return arguments.toArray();
    }
}
