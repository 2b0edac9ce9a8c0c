package org.deploynet.engine.serve;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.PublicKeyJwk;

/** The pages of browser-client itself, in a Node.js process that is told of everything by a pipe. For one thread. */
final class ScriptPages implements Pages {
    private static final Json JSON = Json.upTo(1 << 20);
    private static final int HEADER_BYTES = 5;

    private final Process process;
    private final DataOutputStream out;
    private final DataInputStream in;
    private final PublicKeyJwk sessionKey;
    private final Map<Integer, ScriptPage> open = new HashMap<>();
    private int lastPage;
    private String answer = "";

    /** @param script {@code browser-client/accounting-pages.mjs} and what it is to be told */
    ScriptPages(List<String> script) throws IOException {
        var command = new ArrayList<>(List.of("node"));
        command.addAll(script);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
        in = new DataInputStream(new java.io.BufferedInputStream(process.getInputStream(), 1 << 16));
        await('k');
        sessionKey = read(answer, PublicKeyJwk.class);
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return JSON.read(json, type);
        } catch (ProtocolException e) {
            throw new AssertionError("the pages say " + json, e);
        }
    }

    @Override
    public PublicKeyJwk sessionKey() {
        return sessionKey;
    }

    @Override
    public long holdsBackMillis() {
        return 1_000;
    }

    @Override
    public Page open(Ticket ticket, Page.Events events) {
        var page = new ScriptPage(++lastPage, events);
        open.put(page.id, page);
        tell('O', page.id, JSON.writeBytes(ticket));
        return page;
    }

    @Override
    public void run(long millis) {
        tell('T', 0, Long.toString(millis));
        await('d');
    }

    @Override
    public void close() {
        try {
            out.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void tell(char kind, int page, String text) {
        tell(kind, page, text.getBytes(StandardCharsets.UTF_8));
    }

    private void tell(char kind, int page, byte[] body) {
        try {
            out.writeInt(HEADER_BYTES + body.length);
            out.writeByte(kind);
            out.writeInt(page);
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("the pages are gone", e);
        }
    }

    /** Hands out what the pages say until one message of this kind has come. */
    private void await(char kind) {
        try {
            out.flush();
            char heard = 0;
            while (heard != kind) {
                int length = in.readInt();
                heard = (char) in.readByte();
                int page = in.readInt();
                String text = new String(in.readNBytes(length - HEADER_BYTES), StandardCharsets.UTF_8);
                heard(heard, page, text);
            }
        } catch (EOFException e) {
            throw new AssertionError("the pages ended by themselves, see what they wrote", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the pages are gone", e);
        }
    }

    private void heard(char kind, int id, String text) {
        ScriptPage page = open.get(id);
        if (page == null) {
            answer = text;
            return;
        }
        switch (kind) {
            case 'c' -> page.events.say(text.getBytes(StandardCharsets.UTF_8));
            case 'r' -> page.events.renew(text.isEmpty() ? Optional.empty() : Optional.of(text));
            case 'f' -> page.events.done(Integer.parseInt(text));
            case 'e' -> page.events.closed(text);
            case 'q' -> answer = text;
            default -> throw new AssertionError("the pages say " + kind + " " + text);
        }
    }

    /** What a page says of its counts. */
    record Counted(long verifiedBytes, List<Totals> totals) {}

    record Totals(String ticket, long count, long bytes) {}

    private final class ScriptPage implements Page {
        private final int id;
        private final Page.Events events;
        private Map<String, Count> counts = Map.of();
        private boolean counted;

        private ScriptPage(int id, Page.Events events) {
            this.id = id;
            this.events = events;
        }

        @Override
        public void control(byte[] utf8) {
            tell('C', id, utf8);
        }

        @Override
        public void data(ByteBuffer frame) {
            byte[] bytes = new byte[frame.remaining()];
            frame.get(bytes);
            tell('D', id, bytes);
        }

        @Override
        public void fetch(int job, ObjectId object, long size) {
            tell('J', id, job + " " + object + " " + size);
        }

        @Override
        public void giveUp(int job) {
            tell('G', id, Integer.toString(job));
        }

        @Override
        public void renewed(Optional<Renewal> renewal) {
            tell('N', id, renewal.map(JSON::write).orElse("null"));
        }

        @Override
        public void settle() {
            tell('S', id, "");
        }

        @Override
        public void lost() {
            tell('L', id, "");
        }

        /** The last thing it is asked. */
        @Override
        public Map<String, Count> counts() {
            if (!counted) {
                counted = true;
                tell('Q', id, "");
                await('q');
                counts = counts(read(answer, Counted.class));
                open.remove(id);
            }
            return counts;
        }

        private Map<String, Count> counts(Counted said) {
            var found = new HashMap<String, Count>();
            said.totals().forEach(total -> found.put(total.ticket(), new Count(total.count(), total.bytes())));
            long sum = found.values().stream().mapToLong(Count::bytes).sum();
            if (sum != said.verifiedBytes()) {
                throw new AssertionError(
                        "page " + id + " verified " + said.verifiedBytes() + " bytes, its last receipts say " + sum);
            }
            return found;
        }
    }
}
