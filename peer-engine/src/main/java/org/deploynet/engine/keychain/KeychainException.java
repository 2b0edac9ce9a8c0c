package org.deploynet.engine.keychain;

import java.io.IOException;
import org.deploynet.control.identity.KeyTrouble;
import org.jspecify.annotations.Nullable;

/** What is asked of a keychain cannot be had now. The message is safe to log and to show. */
public final class KeychainException extends IOException {
    private static final long serialVersionUID = 1;

    private final KeyTrouble trouble;

    public KeychainException(KeyTrouble trouble, String message) {
        this(trouble, message, null);
    }

    public KeychainException(KeyTrouble trouble, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.trouble = trouble;
    }

    public KeyTrouble trouble() {
        return trouble;
    }
}
