package org.deploynet.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deploynet.command.publish.SafeFile;
import org.deploynet.protocol.signaling.TurnCredentials;
import org.deploynet.signaling.turn.TurnRelay;
import picocli.CommandLine.Option;

/** The options about TURN servers that super-peers may be lent; without both there is no relay. */
final class TurnOptions {
    @Option(names = "--turn", paramLabel = "URL", split = ",", description = "${bundle:signaling.option.turn}")
    private List<String> urls = List.of();

    @Option(
            names = "--turn-secret-file",
            paramLabel = "FILE",
            description = "${bundle:signaling.option.turn-secret-file}")
    private Optional<Path> secretFile = Optional.empty();

    Optional<TurnRelay> relay() {
        if (urls.isEmpty() && secretFile.isEmpty()) {
            return Optional.empty();
        }
        if (urls.isEmpty() || secretFile.isEmpty()) {
            throw bad("signaling.turn.halfway", urls.isEmpty() ? "--turn" : "--turn-secret-file");
        }
        urls.stream().filter(url -> !TurnRelay.isUsable(url)).findFirst().ifPresent(url -> {
            throw bad("signaling.turn.bad-url", url);
        });
        if (urls.size() > TurnCredentials.MAX_URLS) {
            throw bad("signaling.turn.too-many", urls.size(), TurnCredentials.MAX_URLS);
        }
        Path file = secretFile.get();
        try {
            return Optional.of(new TurnRelay(urls, secretIn(file)));
        } catch (IOException e) {
            throw bad("signaling.turn.secret-unreadable", file, String.valueOf(e));
        } catch (IllegalArgumentException e) {
            throw bad("signaling.turn.secret-unusable", file, String.valueOf(e.getMessage()));
        }
    }

    private static String secretIn(Path file) throws IOException {
        if (SafeFile.othersMayTouch(file)) {
            throw bad("signaling.turn.secret-open", file);
        }
        try (InputStream in = Files.newInputStream(file)) {
            // One byte more than is allowed, and a line's end: whatever is longer is refused by its length.
            byte[] bytes = in.readNBytes(TurnRelay.MAX_SECRET_CHARS + 3);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        }
    }

    private static CommandFailure bad(String key, Object... arguments) {
        return new CommandFailure(ExitCode.BAD_USAGE, key, arguments);
    }
}
