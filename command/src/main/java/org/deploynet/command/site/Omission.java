package org.deploynet.command.site;

import java.nio.file.Path;

/** A file that is not listed, so that visitors get it from the origin alone, and why. Immutable. */
public record Omission(Path where, Why why) {
    public enum Why {
        /** HTML pages come from the origin, which is the root of trust, unless the publisher lists them. */
        HTML,
        EMPTY,
        /** A name that begins with a dot; {@code .well-known} is the exception. */
        HIDDEN,
        /** A link that leads out of the folder, nowhere, or round in a circle. */
        LINK,
        /** Neither a file nor a folder. */
        SPECIAL,
        /** A name that is not UTF-8, which no URL can name. */
        NAME,
        /** A path with more characters than a manifest allows. */
        LONG_PATH,
        /** More bytes than an object may have. */
        TOO_LARGE
    }
}
