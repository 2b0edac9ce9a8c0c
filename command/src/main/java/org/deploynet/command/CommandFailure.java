package org.deploynet.command;

import java.util.List;

/**
 * A command cannot do what was asked. The key names a sentence that says what, where and what to do; the root command
 * prints it and ends with the code.
 */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode code;
    private final String key;
    private final transient List<Object> arguments;

    public CommandFailure(ExitCode code, String key, Object... arguments) {
        super(key + " " + List.of(arguments));
        this.code = code;
        this.key = key;
        this.arguments = List.of(arguments);
    }

    public ExitCode code() {
        return code;
    }

    public String key() {
        return key;
    }

    public Object[] arguments() {
        return arguments.toArray();
    }
}
