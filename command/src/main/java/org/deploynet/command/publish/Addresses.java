package org.deploynet.command.publish;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.deploynet.protocol.key.KeyId;

/** The two addresses a publisher gives: where the site is, and who introduces its visitors. Immutable. */
public record Addresses(URI origin, URI signaling) {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    public static Addresses of(String origin, String signaling) throws PublishFailure {
        return new Addresses(origin(origin), signaling(signaling));
    }

    /** {@code https://host[:port]}; browsers do the cryptography only on https and on this machine. */
    public static URI origin(String text) throws PublishFailure {
        URI uri = parse(text, "publish.badOrigin");
        String path = uri.getRawPath();
        boolean bare =
                (path.isEmpty() || path.equals("/")) && uri.getRawQuery() == null && uri.getRawFragment() == null;
        if (!bare || !isSecure(uri, "https", "http")) {
            throw new PublishFailure("publish.badOrigin", text);
        }
        return withPath(uri, uri.getScheme().toLowerCase(Locale.ROOT), "");
    }

    /** The base of the signaling server's HTTP addresses, from any of its spellings (https, wss; http, ws on this machine). */
    public static URI signaling(String text) throws PublishFailure {
        URI uri = parse(text, "publish.badSignaling");
        boolean web = isSecure(uri, "https", "http");
        if (uri.getRawQuery() != null || uri.getRawFragment() != null || !(web || isSecure(uri, "wss", "ws"))) {
            throw new PublishFailure("publish.badSignaling", text);
        }
        boolean tls =
                uri.getScheme().equalsIgnoreCase("https") || uri.getScheme().equalsIgnoreCase("wss");
        String path = uri.getRawPath().replaceFirst("/v1/visitor$", "").replaceFirst("/+$", "");
        return withPath(uri, tls ? "https" : "http", path);
    }

    /** What a page's tag names: the address browsers connect to. */
    public String visitorSocket() {
        String base = signaling.toString();
        return "ws" + base.substring("http".length()) + "/v1/visitor";
    }

    /** The tag that a page embeds; it is what a visitor's browser trusts. */
    public String tag(KeyId site) {
        return tagWith("", site);
    }

    /** The same, for this one version of the script: {@code integrity} is what {@link BrowserScripts#pageIntegrity} says. */
    public String tag(KeyId site, String integrity) {
        return tagWith(" integrity=\"" + integrity + "\"", site);
    }

    private String tagWith(String attribute, KeyId site) {
        return "<script src=\"/deploynet.js\"" + attribute + " data-site=\"" + site + "\" data-signaling=\""
                + visitorSocket() + "\" async></script>";
    }

    private static URI parse(String text, String key) throws PublishFailure {
        try {
            URI uri = new URI(text.strip());
            if (uri.getHost() == null || uri.getScheme() == null || uri.getRawUserInfo() != null) {
                throw new PublishFailure(key, text);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new PublishFailure(e, key, text);
        }
    }

    private static boolean isSecure(URI uri, String secure, String plain) {
        return uri.getScheme().equalsIgnoreCase(secure)
                || (uri.getScheme().equalsIgnoreCase(plain)
                        && THIS_MACHINE.contains(uri.getHost().toLowerCase(Locale.ROOT)));
    }

    // Browsers leave out the usual port and write the host in lower case, and compare origins as text.
    private static URI withPath(URI uri, String scheme, String path) {
        int usual = scheme.equals("https") ? 443 : 80;
        String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
        return URI.create(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port + path);
    }
}
