package org.deploynet.protocol.content;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one spelling of a file's path in a manifest: every byte of its UTF-8 segments that is not an unreserved character of
 * RFC 3986 is percent-encoded in upper case. Browser and publisher both bring a path to this form before they compare, so
 * that spaces, percent signs and any script mean the same on both sides.
 */
public final class SitePath {
    public static final int MAX_CHARS = 2048;
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private SitePath() {}

    /** The path of a file given by its plain names. */
    public static String ofNames(Iterable<String> names) {
        var path = new StringBuilder();
        for (String name : names) {
            path.append('/').append(encode(name));
        }
        return path.toString();
    }

    /** The canonical form of a URL's path; empty where it is malformed or has a dot segment. */
    public static Optional<String> canonical(String urlPath) {
        if (!urlPath.startsWith("/") || urlPath.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            String path = Stream.of(urlPath.substring(1).split("/", -1))
                    .map(SitePath::decode)
                    .map(SitePath::checkedSegment)
                    .map(SitePath::encode)
                    .collect(Collectors.joining("/", "/", ""));
            return path.length() <= MAX_CHARS ? Optional.of(path) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    public static boolean isCanonical(String path) {
        return canonical(path).filter(path::equals).isPresent();
    }

    private static String checkedSegment(String name) {
        if (name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("dot segment");
        }
        return name;
    }

    private static String encode(String name) {
        var out = new StringBuilder(name.length());
        ByteBuffer bytes = utf8(name);
        while (bytes.hasRemaining()) {
            int b = bytes.get() & 0xff;
            if (UNRESERVED.indexOf(b) >= 0) {
                out.append((char) b);
            } else {
                out.append('%').append(String.format("%02X", b));
            }
        }
        return out.toString();
    }

    // URLDecoder reads "+" as a blank, which is right for forms and wrong for paths.
    private static String decode(String segment) {
        String name = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        if (name.indexOf('\uFFFD') >= 0) {
            throw new IllegalArgumentException("not UTF-8");
        }
        return name;
    }

    private static ByteBuffer utf8(String name) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(name));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not Unicode", e);
        }
    }
}
