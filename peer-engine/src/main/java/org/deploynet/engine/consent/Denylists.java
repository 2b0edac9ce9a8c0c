package org.deploynet.engine.consent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.deploynet.control.settings.DurableFile;
import org.deploynet.engine.consent.Edition.Rejected;
import org.deploynet.engine.consent.Subscription.Trouble;
import org.deploynet.engine.storage.StateStore;
import org.deploynet.protocol.denylist.Denylist;
import org.deploynet.protocol.denylist.SignedDenylist;
import org.deploynet.protocol.key.KeyId;

/**
 * The denylists that the owner subscribed to. Which they are, by which key, and the highest sequence seen is in the state; the last good edition of
 * each is a file, and counts only if it verifies. Safe from any thread; what asks for a list blocks.
 */
public final class Denylists {
    /** More than anybody reads the reasons of. */
    public static final int MOST_LISTS = 16;

    private static final System.Logger LOG = System.getLogger(Denylists.class.getName());
    private static final String PREFIX = "denylist/";
    private static final int NAME_CHARS = 24;

    private final StateStore state;
    private final Path folder;
    private final Source source;
    private final Clock clock;
    private final Map<String, Subscription> lists = new ConcurrentSkipListMap<>();

    /** There is more than a list may have. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        public TooLargeException(String message) {
            super(message);
        }
    }

    /** Where lists come from. */
    public interface Source {
        /**
         * The bytes at {@code address}.
         *
         * @throws TooLargeException they are more than {@code atMost}
         */
        byte[] fetch(URI address, int atMost) throws IOException, InterruptedException;
    }

    /** @param folder for the editions; made with the first */
    public Denylists(StateStore state, Path folder, Source source, Clock clock) {
        this.state = state;
        this.folder = folder;
        this.source = source;
        this.clock = clock;
        state.notes(PREFIX).forEach((name, text) -> load(name.substring(PREFIX.length()), text));
    }

    // What is in the state outlives its file: without it nothing is denied until the next good edition.
    private void load(String name, String text) {
        String[] words = text.split(" ", 3);
        var address = URI.create(words[2]);
        var key = new KeyId(words[0]);
        long sequence = Long.parseLong(words[1]);
        Optional<SignedDenylist> kept = kept(file(name), key);
        lists.put(
                name,
                kept.map(signed -> Subscription.kept(address, key, signed.list()))
                        .orElseGet(() -> Subscription.lost(address, key, sequence)));
    }

    private static Optional<SignedDenylist> kept(Path file, KeyId key) {
        try {
            return Files.exists(file) ? Optional.of(Edition.signed(Files.readAllBytes(file), key)) : Optional.empty();
        } catch (IOException | Rejected e) {
            LOG.log(Level.WARNING, "a denylist that was kept does not count: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    public List<Subscription> subscriptions() {
        return List.copyOf(lists.values());
    }

    /** The name of a list that has {@code entry}. */
    Optional<String> naming(String entry) {
        // Asked for every piece that is sent; mostly there is no list at all.
        for (Subscription list : lists.values()) {
            if (list.names(entry)) {
                return Optional.of(list.name());
            }
        }
        return Optional.empty();
    }

    boolean isEmpty() {
        return lists.isEmpty();
    }

    /**
     * Subscribes to what is there now, by the key that signed it, or by {@code key} if one is given. Subscribing again to the same address
     * pins anew.
     *
     * @throws IOException it cannot be fetched, or does not count; the sentence says why
     */
    public Subscription subscribe(URI address, Optional<KeyId> key) throws IOException, InterruptedException {
        String name = name(address);
        if (lists.size() >= MOST_LISTS && !lists.containsKey(name)) {
            throw new IOException("there are " + MOST_LISTS + " subscriptions already");
        }
        byte[] file = source.fetch(address, SignedDenylist.MAX_BYTES);
        try {
            SignedDenylist signed = key.isPresent() ? Edition.signed(file, key.get()) : Edition.read(file);
            Edition.checkTime(signed, clock.instant());
            Optional<Subscription> before = Optional.ofNullable(lists.get(name))
                    .filter(known -> known.key().equals(signed.by()));
            if (before.isPresent()) {
                Edition.checkSequence(signed, before.get());
            }
            return keep(name, address, signed, file);
        } catch (Rejected e) {
            throw new IOException(
                    "the list at " + address + " does not count: " + e.why().words(), e);
        }
    }

    /** False if there was no subscription to it. */
    public boolean unsubscribe(URI address) {
        String name = name(address);
        if (lists.remove(name) == null) {
            return false;
        }
        state.dropNote(PREFIX + name);
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the file of a denylist was not removed", e);
        }
        return true;
    }

    /** Asks for each list again; true if another edition counts now. */
    public boolean refresh() throws InterruptedException {
        boolean changed = false;
        for (Map.Entry<String, Subscription> list : List.copyOf(lists.entrySet())) {
            changed |= refresh(list.getKey(), list.getValue());
        }
        return changed;
    }

    private boolean refresh(String name, Subscription before) throws InterruptedException {
        try {
            byte[] file = source.fetch(before.address(), SignedDenylist.MAX_BYTES);
            SignedDenylist signed = Edition.signed(file, before.key());
            Edition.checkTime(signed, clock.instant());
            Edition.checkSequence(signed, before);
            if (lists.containsKey(name)) {
                keep(name, before.address(), signed, file);
            }
            return !lists.getOrDefault(name, before).entries().equals(before.entries());
        } catch (Rejected e) {
            troubled(name, e.why());
        } catch (TooLargeException e) {
            troubled(name, Trouble.TOO_LARGE);
        } catch (IOException e) {
            LOG.log(Level.INFO, "the denylist at {0}: {1}", before.address(), e.getMessage());
            troubled(name, Trouble.UNREACHABLE);
        }
        return false;
    }

    private void troubled(String name, Trouble why) {
        lists.computeIfPresent(name, (same, before) -> before.troubled(why, clock.instant()));
    }

    private Subscription keep(String name, URI address, SignedDenylist signed, byte[] file) throws IOException {
        Files.createDirectories(folder);
        DurableFile.write(file(name), new String(file, StandardCharsets.UTF_8));
        state.keepNotes(
                Map.of(PREFIX + name, signed.by().hex() + " " + signed.list().sequence() + " " + address));
        var now = Subscription.of(address, signed.by(), signed.list(), clock.instant());
        lists.put(name, now);
        return now;
    }

    private Path file(String name) {
        return folder.resolve(name + ".denylist");
    }

    // An address is no name for a file.
    private static String name(URI address) {
        return Denylist.sha256(address.toString()).substring(0, NAME_CHARS);
    }
}
