package org.deploynet.engine.control;

import java.io.IOException;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.MalformedJsonException;
import org.deploynet.control.sites.Removal;
import org.deploynet.control.sites.SitesControl;
import tools.jackson.databind.JsonNode;

/** Reads the parameters of the methods about single sites, within their bounds, and gives the order. Used by one session's reading thread. */
final class SitesMethods {
    private final SitesControl sites;

    SitesMethods(SitesControl sites) {
        this.sites = sites;
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

    void serveUnpaid(JsonNode params) throws IOException, MalformedJsonException {
        sites.serveUnpaid(ControlJson.convert(params.path(EngineConfig.SERVE_UNPAID.key()), Boolean.class));
    }
}
