package org.deploynet.control.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.control.FillHours;
import org.deploynet.control.FreeFloor;
import org.deploynet.control.Setting;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.nat.PortChoice;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.MalformedJsonException;
import org.deploynet.control.rpc.RulesJson;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingRules;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The owner's settings as JSON. A damaged file is kept aside and the defaults count, so that a torn file never keeps an
 * engine from starting; what is written is whole or the old one. One thread at a time.
 */
public final class SettingsFile {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_KEPT_ASIDE = 100;

    private final Path file;

    public SettingsFile(Path file) {
        this.file = file;
    }

    /** The settings; {@code damage} is there when the file was not readable as such. */
    public record Loaded(EngineConfig config, Optional<Damage> damage) {}

    /** What was wrong, and where the file is now. */
    public record Damage(Path keptAs, String why) {}

    public Loaded load() throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                return damaged("more than " + MAX_BYTES + " bytes");
            }
            return new Loaded(read(ControlJson.parse(Files.readAllBytes(file))), Optional.empty());
        } catch (NoSuchFileException firstStart) {
            return new Loaded(EngineConfig.DEFAULTS, Optional.empty());
        } catch (MalformedJsonException | IllegalArgumentException e) {
            return damaged(String.valueOf(e.getMessage()));
        }
    }

    private Loaded damaged(String why) throws IOException {
        Path aside = aside();
        Files.move(file, aside);
        return new Loaded(EngineConfig.DEFAULTS, Optional.of(new Damage(aside, why)));
    }

    private Path aside() throws IOException {
        for (int n = 1; n <= MAX_KEPT_ASIDE; n++) {
            Path aside = file.resolveSibling(file.getFileName() + ".damaged-" + n);
            if (!Files.exists(aside)) {
                return aside;
            }
        }
        throw new IOException("more than " + MAX_KEPT_ASIDE + " damaged settings files beside " + file);
    }

    // Fields that are missing have their default: an older file is a whole file.
    private static EngineConfig read(JsonNode json) throws MalformedJsonException {
        if (!json.isObject()) {
            throw new MalformedJsonException("not a JSON object");
        }
        return new EngineConfig(
                optional(json, EngineConfig.SIGNALING),
                value(json, EngineConfig.UPLOAD, UploadChoice.class),
                value(json, EngineConfig.QUOTA, Long.class),
                value(json, EngineConfig.FREE_FLOOR, FreeFloor.class),
                value(json, EngineConfig.BROWSERS, Integer.class),
                value(json, EngineConfig.DOWNLOAD, DownloadLimit.class),
                value(json, EngineConfig.FILL_HOURS, FillHours.class),
                value(json, EngineConfig.EVICTION_POLICY, EvictionPolicy.class),
                value(json, EngineConfig.PORTS, PortChoice.class),
                value(json, EngineConfig.OWN_NETWORK, Boolean.class),
                value(json, EngineConfig.SERVE_UNPAID, Boolean.class),
                RulesJson.read(json).on(SharingRules.USUAL));
    }

    private static <T> T value(JsonNode json, Setting<T> setting, Class<T> type) throws MalformedJsonException {
        JsonNode value = json.path(setting.key());
        return value.isMissingNode() ? setting.defaultValue() : ControlJson.convert(value, type);
    }

    private static Optional<String> optional(JsonNode json, Setting<Optional<String>> setting)
            throws MalformedJsonException {
        JsonNode value = json.path(setting.key());
        return value.isMissingNode() || value.isNull()
                ? setting.defaultValue()
                : Optional.of(ControlJson.convert(value, String.class));
    }

    /** Beside, forced, then in place; returns when it is durable. */
    public void save(EngineConfig config) throws IOException {
        ObjectNode json = ControlJson.object();
        config.signaling().ifPresent(address -> json.put(EngineConfig.SIGNALING.key(), address));
        json.set(EngineConfig.UPLOAD.key(), ControlJson.tree(config.upload()));
        json.put(EngineConfig.QUOTA.key(), config.quotaBytes());
        json.set(EngineConfig.FREE_FLOOR.key(), ControlJson.tree(config.freeFloor()));
        json.put(EngineConfig.BROWSERS.key(), config.browsersAtOnce());
        json.set(EngineConfig.DOWNLOAD.key(), ControlJson.tree(config.download()));
        json.set(EngineConfig.FILL_HOURS.key(), ControlJson.tree(config.fillHours()));
        json.put(EngineConfig.EVICTION_POLICY.key(), config.evictionPolicy().key());
        json.put(EngineConfig.PORTS.key(), config.ports().toJson());
        json.put(EngineConfig.OWN_NETWORK.key(), config.ownNetwork());
        json.put(EngineConfig.SERVE_UNPAID.key(), config.serveUnpaid());
        json.setAll(RulesJson.write(RulesChange.to(config.sharing())));
        DurableFile.write(file, ControlJson.pretty(json) + "\n");
    }
}
