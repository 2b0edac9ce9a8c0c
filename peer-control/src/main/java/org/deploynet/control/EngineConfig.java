package org.deploynet.control;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.deploynet.control.nat.PortChoice;
import org.deploynet.control.sharing.SharingRules;
import org.jspecify.annotations.Nullable;

/** What the owner set, validated once. Immutable. */
public record EngineConfig(
        Optional<String> signaling,
        UploadChoice upload,
        long quotaBytes,
        FreeFloor freeFloor,
        int browsersAtOnce,
        DownloadLimit download,
        FillHours fillHours,
        EvictionPolicy evictionPolicy,
        PortChoice ports,
        boolean ownNetwork,
        boolean serveUnpaid,
        SharingRules sharing) {
    /** The smallest cache that makes sense: one segment of the smallest kind. */
    public static final long LEAST_QUOTA_BYTES = 64_000_000;
    /** The largest size that can be set. */
    public static final long MOST_BYTES = 1_000_000_000_000_000L;

    public static final int LEAST_BROWSERS = 1;
    public static final int MOST_BROWSERS = 10_000;

    private static final long GB = 1_000_000_000;

    /** The address of the network's signaling server, {@code wss://…} or {@code https://…}; without one nothing is shared. */
    public static final Setting<Optional<String>> SIGNALING = new Setting<>(
            "signaling",
            Optional.empty(),
            Setting.Unit.ADDRESS,
            address -> address.map(EngineConfig::isSignalingAddress).orElse(true),
            "engine.setting.signaling");

    public static final Setting<UploadChoice> UPLOAD = new Setting<>(
            "uploadBytesPerSecond",
            UploadChoice.AUTOMATIC,
            Setting.Unit.BYTES_PER_SECOND,
            choice -> true,
            "engine.setting.upload");

    public static final Setting<Long> QUOTA = new Setting<>(
            "quotaBytes",
            20 * GB,
            Setting.Unit.BYTES,
            bytes -> bytes >= LEAST_QUOTA_BYTES && bytes <= MOST_BYTES,
            "engine.setting.quota");

    /** Left free on the disk whatever the quota says. */
    public static final Setting<FreeFloor> FREE_FLOOR = new Setting<>(
            "freeFloorBytes", FreeFloor.USUAL, Setting.Unit.BYTES, floor -> true, "engine.setting.free-floor");

    public static final Setting<Integer> BROWSERS = new Setting<>(
            "browsersAtOnce",
            60,
            Setting.Unit.COUNT,
            count -> count >= LEAST_BROWSERS && count <= MOST_BROWSERS,
            "engine.setting.browsers");

    public static final Setting<DownloadLimit> DOWNLOAD = new Setting<>(
            "downloadBytesPerSecond",
            DownloadLimit.UNLIMITED,
            Setting.Unit.BYTES_PER_SECOND,
            limit -> true,
            "engine.setting.download");

    /** When files may be fetched from origins; what is kept is served at any hour. */
    public static final Setting<FillHours> FILL_HOURS = new Setting<>(
            "fillHours", FillHours.ANY_TIME, Setting.Unit.HOURS, hours -> true, "engine.setting.fill-hours");

    /** What makes way first when the cache is full. */
    public static final Setting<EvictionPolicy> EVICTION_POLICY = new Setting<>(
            "evictionPolicy", EvictionPolicy.W_TINY_LFU, Setting.Unit.CHOICE, policy -> true, "engine.setting.policy");

    /** By which UDP ports the world is to come in. */
    public static final Setting<PortChoice> PORTS =
            new Setting<>("ports", PortChoice.AUTOMATIC, Setting.Unit.CHOICE, choice -> true, "engine.setting.ports");

    /** Whether browsers on this machine's own local network are served over it. */
    public static final Setting<Boolean> OWN_NETWORK =
            new Setting<>("ownNetwork", false, Setting.Unit.CHOICE, choice -> true, "engine.setting.own-network");

    /** Whether visits that pay nothing are served. */
    public static final Setting<Boolean> SERVE_UNPAID =
            new Setting<>("serveUnpaid", true, Setting.Unit.CHOICE, choice -> true, "engine.setting.serve-unpaid");

    /** All but those of {@link SharingRules#ALL}. */
    public static final List<Setting<?>> ALL = List.of(
            SIGNALING,
            UPLOAD,
            QUOTA,
            FREE_FLOOR,
            BROWSERS,
            DOWNLOAD,
            FILL_HOURS,
            EVICTION_POLICY,
            PORTS,
            OWN_NETWORK,
            SERVE_UNPAID);

    public static final EngineConfig DEFAULTS = new EngineConfig(
            SIGNALING.defaultValue(),
            UPLOAD.defaultValue(),
            QUOTA.defaultValue(),
            FREE_FLOOR.defaultValue(),
            BROWSERS.defaultValue(),
            DOWNLOAD.defaultValue(),
            FILL_HOURS.defaultValue(),
            EVICTION_POLICY.defaultValue(),
            PORTS.defaultValue(),
            OWN_NETWORK.defaultValue(),
            SERVE_UNPAID.defaultValue(),
            SharingRules.USUAL);

    public EngineConfig {
        SIGNALING.checked(signaling);
        UPLOAD.checked(upload);
        QUOTA.checked(quotaBytes);
        FREE_FLOOR.checked(freeFloor);
        BROWSERS.checked(browsersAtOnce);
        DOWNLOAD.checked(download);
        FILL_HOURS.checked(fillHours);
        EVICTION_POLICY.checked(evictionPolicy);
        PORTS.checked(ports);
    }

    public EngineConfig withSignaling(String address) {
        return with(draft -> draft.signaling = Optional.of(address));
    }

    public EngineConfig withUpload(UploadChoice choice) {
        return with(draft -> draft.upload = choice);
    }

    public EngineConfig withQuotaBytes(long bytes) {
        return with(draft -> draft.quotaBytes = bytes);
    }

    public EngineConfig withFreeFloor(FreeFloor floor) {
        return with(draft -> draft.freeFloor = floor);
    }

    public EngineConfig withBrowsersAtOnce(int count) {
        return with(draft -> draft.browsersAtOnce = count);
    }

    public EngineConfig withDownload(DownloadLimit limit) {
        return with(draft -> draft.download = limit);
    }

    public EngineConfig withFillHours(FillHours hours) {
        return with(draft -> draft.fillHours = hours);
    }

    public EngineConfig withEvictionPolicy(EvictionPolicy policy) {
        return with(draft -> draft.evictionPolicy = policy);
    }

    public EngineConfig withPorts(PortChoice choice) {
        return with(draft -> draft.ports = choice);
    }

    public EngineConfig withOwnNetwork(boolean served) {
        return with(draft -> draft.ownNetwork = served);
    }

    public EngineConfig withServeUnpaid(boolean served) {
        return with(draft -> draft.serveUnpaid = served);
    }

    public EngineConfig withSharing(SharingRules rules) {
        return with(draft -> draft.sharing = rules);
    }

    private EngineConfig with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.config();
    }

    /** A copy of which one value is about to be another. */
    private static final class Draft {
        private Optional<String> signaling;
        private UploadChoice upload;
        private long quotaBytes;
        private FreeFloor freeFloor;
        private int browsersAtOnce;
        private DownloadLimit download;
        private FillHours fillHours;
        private EvictionPolicy evictionPolicy;
        private PortChoice ports;
        private boolean ownNetwork;
        private boolean serveUnpaid;
        private SharingRules sharing;

        Draft(EngineConfig of) {
            signaling = of.signaling;
            upload = of.upload;
            quotaBytes = of.quotaBytes;
            freeFloor = of.freeFloor;
            browsersAtOnce = of.browsersAtOnce;
            download = of.download;
            fillHours = of.fillHours;
            evictionPolicy = of.evictionPolicy;
            ports = of.ports;
            ownNetwork = of.ownNetwork;
            serveUnpaid = of.serveUnpaid;
            sharing = of.sharing;
        }

        EngineConfig config() {
            return new EngineConfig(
                    signaling,
                    upload,
                    quotaBytes,
                    freeFloor,
                    browsersAtOnce,
                    download,
                    fillHours,
                    evictionPolicy,
                    ports,
                    ownNetwork,
                    serveUnpaid,
                    sharing);
        }
    }

    // A network is reached over TLS; only on this very machine does plain ws make sense.
    private static boolean isSignalingAddress(String address) {
        try {
            URI uri = URI.create(address);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean secure = scheme.equals("wss") || scheme.equals("https");
            boolean plain = (scheme.equals("ws") || scheme.equals("http")) && isThisMachine(uri.getHost());
            return uri.getHost() != null && (secure || plain) && address.length() <= 512;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean isThisMachine(@Nullable String host) {
        return host != null && (host.equals("localhost") || host.equals("[::1]") || host.startsWith("127."));
    }
}
