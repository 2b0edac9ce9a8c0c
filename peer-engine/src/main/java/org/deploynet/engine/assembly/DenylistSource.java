package org.deploynet.engine.assembly;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.deploynet.engine.consent.Denylists;
import org.deploynet.engine.fill.OriginException;
import org.deploynet.engine.fill.OriginFetcher;

/**
 * Denylists from the web, by the address rules and limits of origins, and from files of this machine. Safe from any thread.
 *
 * @param plain origins of the owner's own that may be asked without TLS
 */
record DenylistSource(OriginFetcher fetcher, Set<URI> plain) implements Denylists.Source {
    @Override
    public byte[] fetch(URI address, int atMost) throws IOException, InterruptedException {
        String scheme = String.valueOf(address.getScheme());
        if (scheme.equals("file")) {
            return file(address, atMost);
        }
        if (!scheme.equals("https") && !plain.contains(origin(address))) {
            throw new IOException("a denylist is at an https:// or file:// address");
        }
        try {
            return fetcher.document(address, atMost);
        } catch (OriginException e) {
            if (e.kind() == OriginException.Kind.WRONG_BYTES) {
                throw new Denylists.TooLargeException(String.valueOf(e.getMessage()));
            }
            throw new IOException(e.getMessage(), e);
        }
    }

    private static URI origin(URI address) {
        return URI.create(address.getScheme() + "://" + address.getRawAuthority());
    }

    private static byte[] file(URI address, int atMost) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(address))) {
            byte[] bytes = in.readNBytes(atMost + 1);
            if (bytes.length > atMost) {
                throw new Denylists.TooLargeException(address + " has more than " + atMost + " bytes");
            }
            return bytes;
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new IOException(address + " is no file here", e);
        }
    }
}
