package org.deploynet.command;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.deploynet.control.CacheReport;
import org.deploynet.control.sites.SitesReport;

/** What people call a site on the command line: its address, its host, or the id of its key. */
final class SiteNames {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");
    private static final int SHORT_ID = 12;

    private SiteNames() {}

    /** A site that a name may mean. */
    private record Known(String site, Optional<String> origin) {
        boolean isMeant(String name) {
            return origin.filter(address ->
                                    address.equals(name) || host(address).equals(name))
                            .isPresent()
                    || (name.length() >= 8 && site.startsWith(name));
        }

        String name() {
            return SiteNames.name(site, origin);
        }
    }

    /** The id of the one site that {@code name} can mean; an id may be of a site that is not kept now. */
    static String id(String name, CacheReport report) {
        return id(
                name,
                report.sites().stream()
                        .map(site -> new Known(site.site(), Optional.of(site.origin())))
                        .toList());
    }

    /** As above, also of sites that are not served. */
    static String id(String name, SitesReport report) {
        return id(
                name,
                report.sites().stream()
                        .map(site -> new Known(site.site(), site.origin()))
                        .toList());
    }

    private static String id(String name, List<Known> sites) {
        if (ID.matcher(name).matches()) {
            return name;
        }
        List<Known> meant = sites.stream().filter(site -> site.isMeant(name)).toList();
        if (meant.size() != 1) {
            String known =
                    sites.isEmpty() ? "–" : sites.stream().map(Known::name).collect(Collectors.joining(", "));
            throw new CommandFailure(ExitCode.BAD_USAGE, "command.cache.site.unknown", name, known);
        }
        return meant.getFirst().site();
    }

    /** The host of its address, or how its key's id begins where no address is known. */
    static String name(String site, Optional<String> origin) {
        return origin.map(SiteNames::host).orElseGet(() -> shortId(site));
    }

    static String shortId(String site) {
        return site.substring(0, Math.min(SHORT_ID, site.length()));
    }

    /** What people call a site: its origin without the scheme. */
    static String host(String origin) {
        return origin.replaceFirst("^[a-z]+://", "");
    }
}
