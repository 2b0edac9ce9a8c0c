package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.net.URI;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.deploynet.protocol.Check;

/**
 * How a router calls itself: good for telling its owner which one is meant, and for nothing else. Letters, digits and a little
 * punctuation of what it says; no control or formatting characters, no links. Immutable.
 *
 * @param maker empty where it says none
 * @param model the device's, empty where it says none
 * @param page its own settings page, only if that is on the gateway's very address
 */
public record RouterName(String maker, String model, Optional<URI> page) {
    /** As much of a name as a sentence can hold. */
    static final int MAX_CHARS = 40;

    /** Nothing is known of it. */
    public static final RouterName NONE = new RouterName("", "", Optional.empty());

    private static final Pattern UNWANTED = Pattern.compile("[^\\p{L}\\p{Nd} .,!+&()_-]+");
    private static final Pattern SPACES = Pattern.compile(" {2,}");
    private static final Pattern PAGE_PATH = Pattern.compile("(/[A-Za-z0-9._-]{1,40}){0,4}/?");
    /** Where the names of the device itself stand: {@code root/device/…}; those of devices within are deeper. */
    private static final int OF_THE_ROOT_DEVICE = 3;

    public RouterName {
        Check.that(maker.length() <= MAX_CHARS && model.length() <= MAX_CHARS, "a long name");
    }

    /**
     * Reads a device description (UPnP Device Architecture 1.1 §2.3).
     *
     * @param location where it was read
     */
    static RouterName inDescription(String xml, InetAddress gateway, URI location) throws RouterException {
        var names = new Names();
        RouterXml.read(xml, names);
        return new RouterName(
                plain(names.of("manufacturer")),
                plain(names.of("modelName")),
                page(names.of("presentationURL"), gateway, location));
    }

    private static final class Names implements RouterXml.Listener {
        private final Map<String, String> texts = new HashMap<>();
        private int depth;

        @Override
        public void start(String name) {
            depth++;
        }

        @Override
        public void end(String name, String text) {
            if (depth == OF_THE_ROOT_DEVICE) {
                texts.putIfAbsent(name, text);
            }
            depth--;
        }

        String of(String name) {
            return texts.getOrDefault(name, "");
        }
    }

    // Composed first, so that an accent is part of its letter and not a mark, of which any number can be piled up.
    private static String plain(String text) {
        String letters = UNWANTED.matcher(Normalizer.normalize(text, Normalizer.Form.NFC))
                .replaceAll(" ");
        String words = SPACES.matcher(letters).replaceAll(" ").strip();
        if (words.length() <= MAX_CHARS) {
            return words;
        }
        int end = Character.isHighSurrogate(words.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
        return words.substring(0, end).strip();
    }

    // Put together anew, with the gateway's address as we write it.
    private static Optional<URI> page(String text, InetAddress gateway, URI location) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI said = GatewayUrl.resolve(gateway, location, text);
            String path = said.getRawPath() == null ? "" : said.getRawPath();
            String port = said.getPort() < 0 ? "" : ":" + said.getPort();
            return PAGE_PATH.matcher(path).matches()
                    ? Optional.of(
                            URI.create("http://" + gateway.getHostAddress() + port + (path.isEmpty() ? "/" : path)))
                    : Optional.empty();
        } catch (RouterException elsewhere) {
            return Optional.empty();
        }
    }
}
