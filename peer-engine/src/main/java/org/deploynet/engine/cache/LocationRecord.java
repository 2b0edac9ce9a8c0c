package org.deploynet.engine.cache;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What {@link CacheLocation} keeps. As text: lines, the last one their CRC32C, and all of it twice, so that a flipped bit
 * costs nothing. The configured folder is written as seen from the state folder, so that both may be moved by hand.
 *
 * @param configured where settings and options say the cache is
 * @param lives where it is
 */
record LocationRecord(Path configured, Path lives, Optional<Move> move) {
    private static final Pattern TEXT = Pattern.compile(
            "(deploynet cache location 1\nconfigured ([^\n]+)\nlives ([^\n]+)\nmove (\\w+) ([^\n]*)\n)check ([0-9a-f]{8})\n");
    private static final String NONE = "none";

    /** How far a move has come, and so what the next start does. */
    enum Step {
        /** The old folder counts; the copy in the other one goes on. */
        COPYING,
        /** The old folder counts; what was copied into the other one goes. */
        UNDOING,
        /** The new folder counts; the files in the other one go. */
        CLEARING
    }

    /** @param other the folder that does not count */
    record Move(Step step, Path other) {}

    /** Whether a path can be kept here. */
    static boolean canKeep(Path path) {
        return path.isAbsolute() && path.toString().chars().noneMatch(c -> c < ' ');
    }

    String encode(Path stateFolder) {
        String body = "deploynet cache location 1\nconfigured " + seenFrom(stateFolder, configured) + "\nlives "
                + (lives.equals(configured) ? "there" : lives.toString()) + "\nmove "
                + move.map(each -> each.step().name().toLowerCase(Locale.ROOT) + " " + each.other())
                        .orElse(NONE + " ")
                + "\n";
        String checked = body + "check " + crc(body) + "\n";
        return checked + checked;
    }

    /** Empty when neither copy is whole. */
    static Optional<LocationRecord> decode(String text, Path stateFolder) {
        Matcher copy = TEXT.matcher(text);
        while (copy.find()) {
            if (crc(copy.group(1)).equals(copy.group(6))) {
                return read(copy, stateFolder);
            }
        }
        return Optional.empty();
    }

    private static Optional<LocationRecord> read(Matcher copy, Path stateFolder) {
        try {
            Path configured = stateFolder.resolve(copy.group(2)).normalize();
            Path lives = copy.group(3).equals("there") ? configured : Path.of(copy.group(3));
            Optional<Move> move = Arrays.stream(Step.values())
                    .filter(step -> step.name().equalsIgnoreCase(copy.group(4)))
                    .findFirst()
                    .map(step -> new Move(step, Path.of(copy.group(5))));
            return Optional.of(new LocationRecord(configured, lives, move));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    // On Windows there is no way from one drive to another.
    private static Path seenFrom(Path stateFolder, Path folder) {
        try {
            return stateFolder.relativize(folder);
        } catch (IllegalArgumentException e) {
            return folder;
        }
    }

    private static String crc(String text) {
        var crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted((int) crc.getValue());
    }
}
