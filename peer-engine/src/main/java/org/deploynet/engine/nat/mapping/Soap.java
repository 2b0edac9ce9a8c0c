package org.deploynet.engine.nat.mapping;

import java.util.HashMap;
import java.util.Map;
import org.deploynet.control.nat.MappingOutcome;

/**
 * The remote calls of UPnP (Device Architecture 1.1 §3): an action with its arguments in SOAP 1.1. Arguments are numbers, addresses and
 * words of ours, so nothing is escaped. Safe from any thread.
 */
final class Soap {
    private static final int NO_CODE = 0;

    private Soap() {}

    /** The {@code SOAPACTION} header. */
    static String action(IgdService.Type service, String action) {
        return "\"" + service.urn() + "#" + action + "\"";
    }

    /** @param arguments in the order in which the service declares them, which some routers insist on */
    static String call(IgdService.Type service, String action, Map<String, String> arguments) {
        var inside = new StringBuilder();
        arguments.forEach((name, value) -> inside.append('<')
                .append(name)
                .append('>')
                .append(value)
                .append("</")
                .append(name)
                .append('>'));
        return "<?xml version=\"1.0\"?>\r\n"
                + "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
                + " s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body>"
                + "<u:" + action + " xmlns:u=\"" + service.urn() + "\">" + inside + "</u:" + action + ">"
                + "</s:Body></s:Envelope>\r\n";
    }

    /** The values of a response to {@code action}, by their names. */
    static Map<String, String> values(String action, String xml) throws RouterException {
        var values = new HashMap<String, String>();
        RouterXml.read(xml, (name, text) -> values.putIfAbsent(name, text));
        if (!values.containsKey(action + "Response")) {
            throw RouterException.invalid("no response to " + action);
        }
        return values;
    }

    /** The refusal in a fault, with its UPnP error code; {@code INVALID_ANSWER} with {@code status} where there is none. */
    static RouterException fault(String xml, int status) {
        var values = new HashMap<String, String>();
        try {
            RouterXml.read(xml, (name, text) -> values.putIfAbsent(name, text));
            int code = number(values.getOrDefault("errorCode", ""), 65_535);
            return RouterException.refused(code, "UPnP error " + code);
        } catch (RouterException noFault) {
            return new RouterException(MappingOutcome.INVALID_ANSWER, status, "HTTP status " + status);
        }
    }

    /** An unsigned number in decimal digits, up to {@code most}. */
    static int number(String text, int most) throws RouterException {
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > most) {
            throw new RouterException(MappingOutcome.INVALID_ANSWER, NO_CODE, "no number up to " + most);
        }
        return Integer.parseInt(text);
    }
}
