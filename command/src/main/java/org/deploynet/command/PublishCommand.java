package org.deploynet.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.deploynet.command.publish.Addresses;
import org.deploynet.command.publish.Announcement;
import org.deploynet.command.publish.BrowserScripts;
import org.deploynet.command.publish.ProgressBar;
import org.deploynet.command.publish.Publication;
import org.deploynet.command.publish.PublishFailure;
import org.deploynet.command.publish.PublishPlaces;
import org.deploynet.command.publish.PublisherKey;
import org.deploynet.command.site.Omission;
import org.deploynet.command.site.SiteScan;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.content.Manifest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code deploynet publish}: signs what a folder holds, so that super-peers can serve it. */
@Command(name = "publish", mixinStandardHelpOptions = true, description = "${bundle:publish.summary}")
final class PublishCommand implements Callable<Integer> {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    private final Texts texts = Texts.of(Locale.getDefault());
    private final Clock clock = Clock.systemUTC();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "${bundle:publish.option.folder}")
    @SuppressWarnings("NullAway.Init") // required
    private Path folder;

    @Option(names = "--origin", required = true, paramLabel = "URL", description = "${bundle:publish.option.origin}")
    @SuppressWarnings("NullAway.Init") // required
    private String origin;

    @Option(
            names = "--signaling",
            required = true,
            paramLabel = "URL",
            description = "${bundle:publish.option.signaling}")
    @SuppressWarnings("NullAway.Init") // required
    private String signaling;

    @Option(names = "--key", paramLabel = "FILE", description = "${bundle:publish.option.key}")
    private @Nullable Path key;

    @Option(names = "--announce", description = "${bundle:publish.option.announce}")
    private boolean announce;

    @Option(names = "--refresh", description = "${bundle:publish.option.refresh}")
    private boolean refresh;

    @Option(names = "--integrity", description = "${bundle:publish.option.integrity}")
    private boolean integrity;

    @Option(names = "--html", description = "${bundle:publish.option.html}")
    private boolean html;

    @Option(names = "--client-share", paramLabel = "PERCENT", description = "${bundle:publish.option.clientShare}")
    private @Nullable Integer clientShare;

    @Override
    public Integer call() throws InterruptedException {
        try {
            publish(Addresses.of(origin, signaling));
            return ExitCode.OK.number();
        } catch (PublishFailure failure) {
            throw new CommandFailure(ExitCode.ERROR, failure.key(), failure.arguments());
        }
    }

    private void publish(Addresses addresses) throws PublishFailure, InterruptedException {
        OptionalInt share = share();
        BrowserScripts scripts = BrowserScripts.ofThisProgram();
        var publication = new Publication(folder, clock, html);
        SiteScan scan = publication.scan();
        var places = PublishPlaces.ofThisSystem();
        PublisherKey publisher =
                PublisherKey.open(Optional.ofNullable(key).orElse(places.key(addresses.origin())), folder);
        if (publisher.isNew()) {
            say("publish.newKey", publisher.file());
        }
        var terms = new Publication.Terms(publisher.key(), addresses, places.hashes(folder), scripts, share, refresh);
        Publication.Result result = publishWithProgress(publication, scan, terms);
        report(result, addresses);
        if (announce) {
            announce(result, addresses);
        }
    }

    private OptionalInt share() {
        if (clientShare == null) {
            return OptionalInt.empty();
        }
        if (clientShare < 0 || clientShare > 100) {
            throw new CommandFailure(ExitCode.BAD_USAGE, "publish.client.range", clientShare);
        }
        if (integrity && clientShare > 0) {
            throw new CommandFailure(ExitCode.BAD_USAGE, "publish.client.integrity");
        }
        return OptionalInt.of(clientShare);
    }

    private Publication.Result publishWithProgress(Publication publication, SiteScan scan, Publication.Terms terms)
            throws PublishFailure {
        PrintWriter err = spec.commandLine().getErr();
        try (var bar = new ProgressBar(err, ProgressBar.hasTerminal(), scan.totalBytes())) {
            return publication.publish(scan, terms, bar);
        }
    }

    private void report(Publication.Result result, Addresses addresses) {
        Manifest manifest = result.signed().manifest();
        reportOmissions(result.scan());
        say(
                result.written() ? "publish.written" : "publish.unchanged",
                manifest.files().size(),
                manifest.totalBytes() / 1e6,
                result.filesRead(),
                Long.toString(manifest.sequence()),
                DAY.format(manifest.expires()));
        result.client().next().ifPresent(next -> say("publish.client.staged", next.share()));
        if (clientShare != null && result.client().next().isEmpty()) {
            say(clientShare == 0 ? "publish.client.back" : "publish.client.same");
        }
        say("publish.tag");
        String script = result.client().everyone().pageIntegrity();
        String tag = integrity ? addresses.tag(manifest.site(), script) : addresses.tag(manifest.site());
        out().println("  " + tag);
        out().flush();
    }

    private void reportOmissions(SiteScan scan) {
        Map<Omission.Why, Long> counts = scan.omitted().stream()
                .collect(Collectors.groupingBy(Omission::why, TreeMap::new, Collectors.counting()));
        counts.forEach((why, count) -> {
            Path example = scan.omitted().stream()
                    .filter(omission -> omission.why() == why)
                    .map(Omission::where)
                    .findFirst()
                    .orElseThrow();
            say("publish.omitted." + why, count, example);
        });
    }

    private void announce(Publication.Result result, Addresses addresses) throws PublishFailure, InterruptedException {
        try (var announcement = new Announcement(addresses, clock)) {
            announcement.checkOrigin(result.signed(), result.client());
            announcement.register(result.signed());
        }
        say("publish.active", addresses.signaling(), result.site());
    }

    private void say(String key, Object... arguments) {
        out().println(texts.get(key, arguments));
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
