package org.deploynet.signaling.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** Why an operator takes back what a super-peer earned. The entry says it by its code, for everybody who reads the ledger. */
public enum ClawbackReason {
    /** Receipts of visitors whom nobody believes to exist. */
    INVENTED_VISITORS("invented-visitors"),
    /** A site, its visitors and the super-peer worked together. */
    COLLUSION("collusion"),
    /** Somebody else used the super-peer's key. */
    STOLEN_KEY("stolen-key"),
    /** A fault of the network itself. */
    MISTAKE("mistake");

    private final String code;

    ClawbackReason(String code) {
        this.code = code;
    }

    @JsonValue
    public String code() {
        return code;
    }

    /** The reason with this code. */
    public static Optional<ClawbackReason> of(String code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code.equals(code))
                .findFirst();
    }
}
