package org.deploynet.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.MalformedJsonException;
import org.deploynet.i18n.Texts;
import picocli.CommandLine;

/** What a command printed, and its exit code. */
record Said(int code, String out, String err) {
    /** Runs a command in this process, as {@code main} would, for the engine of {@code data}. */
    static Said of(Path data, String... arguments) {
        return of(Stream.concat(Stream.of(arguments), Stream.of("--data", data.toString()))
                .toArray(String[]::new));
    }

    static Said of(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        CommandLine line = DeployNet.commandLine(Texts.of(Locale.US), arguments);
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Said(line.execute(arguments), out.toString(), err.toString());
    }

    List<String> lines() {
        return out.lines().toList();
    }

    <T> T json(Class<T> type) throws MalformedJsonException {
        return ControlJson.convert(ControlJson.parse(out.getBytes(StandardCharsets.UTF_8)), type);
    }
}
