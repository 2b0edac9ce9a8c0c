package org.deploynet.control;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * What the owner chose for the upload: a limit of his own, or {@link #AUTOMATIC}, for which {@code fixed} is empty. In JSON
 * "automatic" or what {@link UploadLimit} is. Immutable.
 */
public record UploadChoice(Optional<UploadLimit> fixed) {
    /** 70 % of what the line was measured to carry, and less while it is full. */
    public static final UploadChoice AUTOMATIC = new UploadChoice(Optional.empty());

    public static final UploadChoice UNLIMITED = of(UploadLimit.UNLIMITED);

    private static final String AUTOMATIC_WORD = "automatic";

    public static UploadChoice of(UploadLimit limit) {
        return new UploadChoice(Optional.of(limit));
    }

    /** A limit of the owner's own; 0 sends nothing. */
    public static UploadChoice of(long bytesPerSecond) {
        return of(new UploadLimit(bytesPerSecond));
    }

    public boolean isAutomatic() {
        return fixed.isEmpty();
    }

    public boolean isUnlimited() {
        return fixed.filter(UploadLimit::isUnlimited).isPresent();
    }

    // Both public: on the module path Jackson reaches nothing else of an exported package.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static UploadChoice ofJson(Object json) {
        return json.equals(AUTOMATIC_WORD) ? AUTOMATIC : of(UploadLimit.ofJson(json));
    }

    @JsonValue
    public Object toJson() {
        return fixed.map(UploadLimit::toJson).orElse(AUTOMATIC_WORD);
    }
}
