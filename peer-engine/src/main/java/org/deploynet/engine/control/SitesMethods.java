package org.deploynet.engine.control;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.MalformedJsonException;
import org.deploynet.control.sites.DenylistControl;
import org.deploynet.control.sites.DenylistReport;
import org.deploynet.control.sites.Removal;
import org.deploynet.control.sites.SitesControl;
import tools.jackson.databind.JsonNode;

/** Reads the parameters of the methods about single sites, within their bounds, and gives the order. Used by one session's reading thread. */
final class SitesMethods {
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{40}");
    private static final int LONGEST_ADDRESS = 2048;

    private final SitesControl sites;
    private final DenylistControl denylists;

    SitesMethods(SitesControl sites, DenylistControl denylists) {
        this.sites = sites;
        this.denylists = denylists;
    }

    Removal block(JsonNode params) throws IOException, MalformedJsonException {
        return sites.block(CacheMethods.site(params), ControlJson.convert(params.path("keep"), Boolean.class));
    }

    void allow(JsonNode params) throws IOException, MalformedJsonException {
        sites.allow(CacheMethods.site(params));
    }

    Removal purge(JsonNode params) throws IOException, MalformedJsonException {
        return sites.purge(CacheMethods.site(params));
    }

    DenylistReport addDenylist(JsonNode params) throws IOException, MalformedJsonException {
        Optional<String> key = params.has("key")
                ? Optional.of(ControlJson.convert(params.path("key"), String.class))
                : Optional.empty();
        if (key.filter(id -> !KEY.matcher(id).matches()).isPresent()) {
            throw new MalformedJsonException("key is not the id of a key, 40 hex digits");
        }
        return denylists.addDenylist(address(params), key);
    }

    void removeDenylist(JsonNode params) throws IOException, MalformedJsonException {
        denylists.removeDenylist(address(params));
    }

    private static String address(JsonNode params) throws MalformedJsonException {
        String address = ControlJson.convert(params.path("address"), String.class);
        if (address.isBlank()
                || address.length() > LONGEST_ADDRESS
                || address.chars().anyMatch(letter -> letter <= ' ')) {
            throw new MalformedJsonException("address is not where a list can be");
        }
        return address;
    }

    void serveUnpaid(JsonNode params) throws IOException, MalformedJsonException {
        sites.serveUnpaid(ControlJson.convert(params.path(EngineConfig.SERVE_UNPAID.key()), Boolean.class));
    }
}
