package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deploynet.engine.fuzz.Claim;
import org.deploynet.engine.fuzz.FuzzTarget;

/**
 * What a router says in UPnP, in one input for all its readers: nothing read leads to a request to anything but the gateway, nothing
 * is longer than what came in, and its name is plain words.
 */
public final class UpnpTarget implements FuzzTarget {
    private static final InetAddress GATEWAY = InetAddress.ofLiteral("192.168.7.1");
    private static final long GATEWAY_NUMBER = 0xc0a8_0701L;
    private static final URI LOCATION = URI.create("http://192.168.7.1:5000/rootDesc.xml");
    private static final Pattern ADDRESS = Pattern.compile("(?i)http://(\\[[^]]*]|[^/?#:@]*)(:[0-9]*)?([/?#].*)?");
    private static final int LONGEST_ELEMENT = 1024;

    @Override
    public String name() {
        return "upnp";
    }

    @Override
    public int maxBytes() {
        return 8192;
    }

    @Override
    public long maxAllocatedBytes() {
        return 32 * 1024 * 1024;
    }

    @Override
    public boolean check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        return List.of(location(input), services(text), name(text), values(text), fault(text))
                .contains(true);
    }

    private static boolean location(byte[] input) {
        try {
            return SsdpSearch.location(input, GATEWAY)
                    .map(UpnpTarget::isTheGateway)
                    .isPresent();
        } catch (RouterException refused) {
            return false;
        }
    }

    private static boolean services(String text) {
        try {
            List<IgdService> services = IgdService.inDescription(text, GATEWAY, LOCATION);
            Claim.that(!services.isEmpty() && services.size() <= 16, "services", services.size());
            services.forEach(service -> isTheGateway(service.control()));
            return true;
        } catch (RouterException refused) {
            return false;
        }
    }

    private static boolean name(String text) {
        try {
            RouterName name = RouterName.inDescription(text, GATEWAY, LOCATION);
            isPlain(name.maker());
            isPlain(name.model());
            name.page()
                    .ifPresent(page -> Claim.that(
                            page.toString().matches("http://192\\.168\\.7\\.1(:[0-9]{1,5})?/[ -~]{0,200}"),
                            "a page elsewhere",
                            page));
            return true;
        } catch (RouterException refused) {
            return false;
        }
    }

    // Line ends, what turns the direction of writing, what is not seen, what is no character: RLO, LRI, ZWSP, BOM,
    // tags.
    private static void isPlain(String words) {
        Claim.that(words.length() <= 40, "a long name", words.length());
        words.codePoints().forEach(c -> {
            int type = Character.getType(c);
            Claim.that(
                    type != Character.CONTROL
                            && type != Character.FORMAT
                            && type != Character.SURROGATE
                            && type != Character.PRIVATE_USE
                            && type != Character.UNASSIGNED
                            && type != Character.LINE_SEPARATOR
                            && type != Character.PARAGRAPH_SEPARATOR
                            && type != Character.NON_SPACING_MARK
                            && type != Character.ENCLOSING_MARK
                            && "<>:/\\@\"'%{}".indexOf(c) < 0,
                    "a name with the code point",
                    c);
        });
    }

    private static boolean values(String text) {
        try {
            Map<String, String> values = Soap.values("AddAnyPortMapping", text);
            long chars = values.values().stream().mapToLong(String::length).sum();
            Claim.that(chars <= text.length(), "more characters of values than of input", chars, text.length());
            Claim.that(values.values().stream().allMatch(value -> value.length() <= LONGEST_ELEMENT), "a long element");
            Claim.that(!text.contains("<!DOCTYPE"), "a document type was read");
            return true;
        } catch (RouterException refused) {
            return false;
        }
    }

    private static boolean fault(String text) {
        RouterException fault = Soap.fault(text, 500);
        Claim.that(fault.code() >= 0 && fault.code() <= 65_535, "a code", fault.code());
        return fault.code() != 500;
    }

    private static boolean isTheGateway(URI address) {
        Matcher parts = ADDRESS.matcher(address.toString());
        Claim.that(parts.matches(), "no plain HTTP address", address);
        Claim.that(number(parts.group(1)) == GATEWAY_NUMBER, "a request to another host", address);
        return true;
    }

    // Four numbers, or fewer of which the last has all the rest: that is how inet_aton(3) reads them.
    private static long number(String host) {
        String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        String four = plain.substring(plain.lastIndexOf(':') + 1);
        Claim.that(
                plain.length() == four.length()
                        || plain.toLowerCase(Locale.ROOT).matches("(0{0,4}:){1,6}ffff:[0-9a-f.:]*"),
                "an IPv6 host",
                host);
        String[] fields = four.split("\\.", -1);
        long number = 0;
        for (int i = 0; i < fields.length; i++) {
            Claim.that(fields[i].matches("[0-9]{1,10}") && fields.length <= 4, "a name", host);
            int bits = i < fields.length - 1 ? 8 : 8 * (4 - i);
            long field = Long.parseLong(fields[i]);
            Claim.that(field < 1L << bits, "a number that is too large", host);
            number = number << bits | field;
        }
        return number;
    }
}
