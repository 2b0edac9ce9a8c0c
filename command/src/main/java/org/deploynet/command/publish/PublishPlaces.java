package org.deploynet.command.publish;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.deploynet.control.place.PlaceRules;
import org.deploynet.control.place.Places;
import org.deploynet.protocol.content.HashTree;

/** Where a publisher's own files are, outside every public folder: keys with the settings, hashes with the state. Immutable. */
public final class PublishPlaces {
    private static final int NAME_DIGITS = 16;

    private final Places places;

    PublishPlaces(Places places) {
        this.places = places;
    }

    public static PublishPlaces ofThisSystem() {
        return new PublishPlaces(PlaceRules.ofThisSystem().places(PlaceRules.Chosen.NOTHING));
    }

    /** One key an origin: a site is its key, and two origins are two sites. */
    public Path key(URI origin) {
        String name = origin.getAuthority().replace(':', '_').replaceAll("[\\[\\]]", "");
        return places.config().resolve("publisher-keys").resolve(name + ".json");
    }

    public Path hashes(Path folder) throws PublishFailure {
        try {
            String real = folder.toRealPath().toString();
            String name = new HashTree()
                    .objectId(real.getBytes(StandardCharsets.UTF_8))
                    .toString();
            Path cache = places.state().resolve("publish").resolve(name.substring(0, NAME_DIGITS) + ".json");
            SafeFile.createPrivateFolders(cache.resolveSibling("."));
            return cache;
        } catch (IOException e) {
            throw new PublishFailure(e, "publish.noStateFolder", places.state(), String.valueOf(e.getMessage()));
        }
    }
}
