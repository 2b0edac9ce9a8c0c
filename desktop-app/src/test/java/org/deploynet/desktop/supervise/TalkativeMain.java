package org.deploynet.desktop.supervise;

import java.io.IOException;
import java.nio.file.Path;
import org.deploynet.control.process.OutputFile;

/** Writes a hundred times what its file may hold, then ends as native code does that gives up. */
final class TalkativeMain {
    static final int BOUND = 50_000;
    static final String LAST_WORDS = "[native] Check failed: it ends here";
    private static final int ABORTED = 134;

    private TalkativeMain() {}

    public static void main(String[] arguments) throws IOException {
        var own = new OutputFile(Path.of(System.getenv(OutputFile.VARIABLE)), BOUND);
        for (int i = 0; i < BOUND; i++) {
            System.out.println(
                    "this is line " + i + " of very many, each of 100 bytes or so, as a wild engine would write");
            if (i % 100 == 0) {
                own.emptyWhenFull();
            }
        }
        System.err.println(LAST_WORDS);
        own.emptyWhenFull();
        Runtime.getRuntime().halt(ABORTED);
    }
}
