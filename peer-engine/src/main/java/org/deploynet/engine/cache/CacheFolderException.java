package org.deploynet.engine.cache;

import java.io.IOException;

/** The folder of the cache is not what it was: a person has to look. */
public final class CacheFolderException extends IOException {
    private static final long serialVersionUID = 1;

    /** What is wrong with it. */
    public enum Kind {
        /** It was a cache of ours and has nothing in it: its disk may not be there. */
        VANISHED,
        /** It is another cache than the one that was used here. */
        REPLACED,
        /** It was written by a newer version of this program. */
        NEWER
    }

    private final Kind kind;

    CacheFolderException(Kind kind, String words) {
        super(words);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
