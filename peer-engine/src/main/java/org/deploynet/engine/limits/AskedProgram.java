package org.deploynet.engine.limits;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What another program of this machine answers. Asking one that is there costs a process; a connection of our own would cost
 * every engine a library that few need.
 */
final class AskedProgram {
    private static final int PATIENCE_SECONDS = 3;
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    /** Within either kind of quotes; the other kind, and what is escaped, may stand in it. */
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|'((?:[^'\\\\]|\\\\.)*)'");

    private AskedProgram() {}

    /**
     * What it prints, empty if that takes longer than 3 s.
     *
     * @throws IOException where there is no such program
     */
    static String answer(List<String> command) throws IOException {
        Process program = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (program.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return new String(program.getInputStream().readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        program.destroyForcibly();
        return "";
    }

    /** The texts in quotes as busctl and gdbus print them, in their order. */
    static List<String> quoted(String answer) {
        return QUOTED.matcher(answer)
                .results()
                .map((MatchResult found) -> found.group(1) == null ? found.group(2) : found.group(1))
                .map(AskedProgram::unescaped)
                .toList();
    }

    // busctl writes each byte that is no ASCII as \303.
    private static String unescaped(String text) {
        var bytes = new ByteArrayOutputStream();
        var rest = new ArrayList<Integer>(text.codePoints().boxed().toList());
        for (int i = 0; i < rest.size(); i++) {
            int letter = rest.get(i);
            if (letter != '\\' || i + 1 == rest.size()) {
                bytes.writeBytes(Character.toString(letter).getBytes(StandardCharsets.UTF_8));
            } else if (i + 3 < rest.size()
                    && rest.subList(i + 1, i + 4).stream().allMatch(AskedProgram::isOctal)) {
                bytes.write((rest.get(i + 1) - '0') * 64 + (rest.get(i + 2) - '0') * 8 + rest.get(i + 3) - '0');
                i += 3;
            } else {
                i++;
                bytes.writeBytes(Character.toString(rest.get(i)).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean isOctal(int letter) {
        return letter >= '0' && letter <= '7';
    }
}
