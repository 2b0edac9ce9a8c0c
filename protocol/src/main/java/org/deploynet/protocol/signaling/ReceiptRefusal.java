package org.deploynet.protocol.signaling;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a receipt earns nothing (docs/protocol.md §5). */
public enum ReceiptRefusal {
    /** The network never issued this ticket. */
    @JsonProperty("unknown-ticket")
    UNKNOWN_TICKET,
    /** The session key of the ticket did not sign it, or with another algorithm. */
    @JsonProperty("signature")
    SIGNATURE,
    /** The ticket names another super-peer. */
    @JsonProperty("wrong-peer")
    WRONG_PEER,
    /** More bytes than the ticket allows. */
    @JsonProperty("over-claim")
    OVER_CLAIM,
    /** Lower than what was settled before. */
    @JsonProperty("backwards")
    BACKWARDS,
    /** Later than 24 h after the ticket expired, and the site has no free budget. */
    @JsonProperty("late")
    LATE,
    @JsonProperty("malformed")
    MALFORMED
}
