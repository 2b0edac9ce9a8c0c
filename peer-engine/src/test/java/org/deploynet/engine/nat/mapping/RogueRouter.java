package org.deploynet.engine.nat.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A router on loopback, one UDP and one TCP port, whose every answer a test can replace, down to single bytes. */
final class RogueRouter implements AutoCloseable {
    static final String LITERAL = "127.0.0.1";
    static final InetAddress ADDRESS = InetAddress.ofLiteral(LITERAL);

    /** Unpacked it would have 10^9 times "lol". */
    static final String BOMB = """
            <?xml version="1.0"?>
            <!DOCTYPE root [<!ENTITY a "lol">
            <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
            <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
            <!ENTITY d SYSTEM "http://127.0.0.2/stolen">
            ]>
            <root><device><serviceList><service><serviceType>&c;&d;</serviceType></service></serviceList></device></root>
            """;

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");
    private static final Pattern ACTION = Pattern.compile("#([A-Za-z]+)\"");

    private final DatagramSocket udp;
    private final ServerSocket http;
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile UnaryOperator<byte[]> datagrams;
    /** From where datagrams are answered. */
    volatile DatagramSocket from;

    /** Writes an answer to HTTP, all of it. */
    interface Reply {
        void write(OutputStream out) throws IOException;
    }

    RogueRouter() throws IOException {
        udp = new DatagramSocket(new InetSocketAddress(ADDRESS, 0));
        http = new ServerSocket(0, 50, ADDRESS);
        from = udp;
        String location = "http://" + LITERAL + ":" + http.getLocalPort() + "/root.xml";
        datagrams = question -> ssdp(location).getBytes(StandardCharsets.US_ASCII);
        reply("/root.xml", ok(description(IgdService.Type.WAN_IP_1, "/ctl")));
        reply("GetExternalIPAddress", value("GetExternalIPAddress", "NewExternalIPAddress", "8.8.8.2"));
        reply("AddPortMapping", ok(response("AddPortMapping", "")));
        Thread.ofVirtual().start(this::answerDatagrams);
        Thread.ofVirtual().start(this::acceptAll);
    }

    InetSocketAddress udpAddress() {
        return new InetSocketAddress(ADDRESS, udp.getLocalPort());
    }

    /** @param to a path, or the name of an action */
    void reply(String to, Reply reply) {
        replies.put(to, reply);
    }

    static Reply ok(String body) {
        return status("200 OK", body);
    }

    static Reply status(String status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return out -> {
            write(
                    out,
                    "HTTP/1.1 " + status + "\r\nContent-Type: text/xml\r\nContent-Length: " + bytes.length
                            + "\r\n\r\n");
            out.write(bytes);
        };
    }

    /** A fault with an error code of UPnP. */
    static Reply refusal(int code) {
        return status("500 Internal Server Error", fault(code));
    }

    static Reply value(String action, String name, String value) {
        return ok(response(action, "<" + name + ">" + value + "</" + name + ">"));
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    static String ssdp(String location) {
        return "HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=120\r\n"
                + "ST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\nEXT:\r\nLocation: " + location
                + "\r\n\r\n";
    }

    static String description(IgdService.Type type, String controlUrl) {
        return "<?xml version=\"1.0\"?><root xmlns=\"urn:schemas-upnp-org:device-1-0\"><device><deviceList><device>"
                + "<serviceList><service><serviceType>urn:schemas-upnp-org:service:Layer3Forwarding:1</serviceType>"
                + "<controlURL>/ctl/L3F</controlURL></service></serviceList><deviceList><device><serviceList><service>"
                + "<serviceType>" + type.urn() + "</serviceType><controlURL>" + controlUrl
                + "</controlURL></service></serviceList></device></deviceList></device></deviceList></device></root>";
    }

    static String response(String action, String values) {
        return "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><u:"
                + action + "Response xmlns:u=\"urn:schemas-upnp-org:service:WANIPConnection:1\">" + values + "</u:"
                + action + "Response></s:Body></s:Envelope>";
    }

    static String fault(int code) {
        return "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>"
                + "<faultcode>s:Client</faultcode><faultstring>UPnPError</faultstring><detail>"
                + "<UPnPError xmlns=\"urn:schemas-upnp-org:control-1-0\"><errorCode>" + code
                + "</errorCode><errorDescription>no</errorDescription></UPnPError></detail></s:Fault></s:Body></s:Envelope>";
    }

    private void answerDatagrams() {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[2048], 2048);
                udp.receive(packet);
                byte[] answer = datagrams.apply(Arrays.copyOf(packet.getData(), packet.getLength()));
                if (answer.length > 0) {
                    from.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = http.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            while (true) {
                String head = head(socket.getInputStream());
                Matcher length = LENGTH.matcher(head);
                if (length.find()) {
                    asked.add(new String(
                            socket.getInputStream().readNBytes(Integer.parseInt(length.group(1))),
                            StandardCharsets.UTF_8));
                }
                Matcher action = ACTION.matcher(head);
                String what = action.find() ? action.group(1) : head.split(" ", 3)[1];
                asked.add(what);
                replies.getOrDefault(what, status("404 Not Found", "")).write(socket.getOutputStream());
            }
        } catch (IOException gone) {
            // The client has what it wanted, or enough.
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() {
        udp.close();
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
