package org.deploynet.command;

import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.key.KeyId;

/** Names of sites, super-peers and objects as an operator types them. */
final class SignalingArguments {
    private SignalingArguments() {}

    static KeyId key(String text) {
        try {
            return new KeyId(text);
        } catch (IllegalArgumentException e) {
            throw bad(text, e);
        }
    }

    static ObjectId object(String text) {
        try {
            return ObjectId.parse(text);
        } catch (IllegalArgumentException e) {
            throw bad(text, e);
        }
    }

    private static CommandFailure bad(String text, IllegalArgumentException why) {
        return new CommandFailure(ExitCode.BAD_USAGE, "signaling.bad", text, String.valueOf(why.getMessage()));
    }
}
