package org.deploynet.command;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.deploynet.control.CacheReport;

/** What people call a site on the command line: its address, its host, or the id of its key. */
final class SiteNames {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");

    private SiteNames() {}

    /** The id of the one site that {@code name} can mean; an id may be of a site that is not kept now. */
    static String id(String name, CacheReport report) {
        if (ID.matcher(name).matches()) {
            return name;
        }
        List<CacheReport.Site> meant =
                report.sites().stream().filter(site -> isMeant(site, name)).toList();
        if (meant.size() != 1) {
            throw new CommandFailure(ExitCode.BAD_USAGE, "command.cache.site.unknown", name, known(report));
        }
        return meant.getFirst().site();
    }

    private static boolean isMeant(CacheReport.Site site, String name) {
        return site.origin().equals(name)
                || host(site.origin()).equals(name)
                || (name.length() >= 8 && site.site().startsWith(name));
    }

    /** What people call a site: its origin without the scheme. */
    static String host(String origin) {
        return origin.replaceFirst("^[a-z]+://", "");
    }

    private static String known(CacheReport report) {
        return report.sites().isEmpty()
                ? "–"
                : report.sites().stream()
                        .map(CacheReport.Site::origin)
                        .map(SiteNames::host)
                        .collect(Collectors.joining(", "));
    }
}
