package org.deploynet.engine.link.rtc;

import dev.onvoid.webrtc.RTCIceServer;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.net.Endpoints;
import org.deploynet.protocol.net.IceServerAddresses;
import org.deploynet.protocol.net.IceServerUrl;
import org.deploynet.protocol.net.IceServerUrl.Scheme;
import org.deploynet.protocol.net.IceServerUrl.Transport;
import org.deploynet.protocol.signaling.TurnCredentials;

/**
 * What of the relay that the network lends to a link native code gets: servers with an address that the owner's rules allow,
 * in numbers, and credentials that libwebrtc takes, since with others it would refuse the whole connection. The rest is left
 * out and the log says why, without credentials. Safe from any thread; blocks on the look-up.
 */
final class TurnServers {
    private static final System.Logger LOG = System.getLogger(TurnServers.class.getName());
    private static final Pattern WORD = Pattern.compile("[\\x21-\\x7e]{1," + TurnCredentials.MAX_CHARS + "}");

    private final IceServerAddresses addresses;
    private volatile String complaint = "";

    TurnServers(Candidates candidates, IceServerAddresses.Names names) {
        this.addresses = new IceServerAddresses(candidates, names);
    }

    List<RTCIceServer> allowed(TurnCredentials lent) {
        if (!isWord(lent.username()) || !isWord(lent.credential())) {
            complain("its name or password is none that a TURN server could have given");
            return List.of();
        }
        if (lent.urls().size() > TurnCredentials.MAX_URLS) {
            complain("it names " + lent.urls().size() + " servers, at most " + TurnCredentials.MAX_URLS);
            return List.of();
        }
        return lent.urls().stream().flatMap(url -> server(url, lent).stream()).toList();
    }

    private static boolean isWord(String text) {
        return WORD.matcher(text).matches();
    }

    private Optional<RTCIceServer> server(String text, TurnCredentials lent) {
        Optional<IceServerUrl> url = IceServerUrl.read(text).filter(IceServerUrl::isTurn);
        if (url.isEmpty()) {
            // Its text is a stranger's, and could have a password in it.
            complain("a text of " + text.length() + " characters is no URL of a TURN server");
            return Optional.empty();
        }
        Optional<InetSocketAddress> address = addresses.of(url.get()).stream().findFirst();
        if (address.isEmpty()) {
            complain("the server " + url.get().host() + " port " + url.get().port()
                    + " has no address that may be used");
        }
        return address.map(found -> server(url.get(), found, lent));
    }

    private static RTCIceServer server(IceServerUrl url, InetSocketAddress at, TurnCredentials lent) {
        var server = new RTCIceServer();
        String numbers = Endpoints.inNumbers(at);
        if (url.scheme() == Scheme.TURNS) {
            // The certificate is looked at for the name, which is not looked up again.
            server.urls = List.of("turns:" + numbers);
            server.hostname = url.host();
        } else {
            server.urls =
                    List.of("turn:" + numbers + "?transport=" + (url.transport() == Transport.TCP ? "tcp" : "udp"));
        }
        server.username = lent.username();
        server.password = lent.credential();
        return server;
    }

    // Each offer brings the same again: once is enough until there is something else to say.
    private void complain(String why) {
        if (!complaint.equals(why)) {
            complaint = why;
            LOG.log(System.Logger.Level.WARNING, "a relay that the network lends is not used: {0}", why);
        }
    }
}
