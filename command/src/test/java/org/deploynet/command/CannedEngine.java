package org.deploynet.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.deploynet.control.place.PlaceRules;
import org.deploynet.control.place.PrivateFolder;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.LineChannel;
import org.deploynet.control.rpc.MalformedJsonException;
import org.deploynet.control.rpc.Rpc;

/** A control socket that gives the answers it was told, one face after the other, and writes down what it was asked. */
final class CannedEngine implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final Map<String, Object> answers = new ConcurrentHashMap<>();
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private volatile Optional<String> last = Optional.empty();
    private final List<String> orders = new CopyOnWriteArrayList<>();

    private CannedEngine(ServerSocketChannel listener) {
        this.listener = listener;
    }

    /** Where the engine of the folder {@code data} would listen. */
    static CannedEngine start(Path data) throws IOException {
        var chosen = new PlaceRules.Chosen(
                Optional.of(data), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        Path socket = PlaceRules.ofThisSystem().places(chosen).socket();
        PrivateFolder.make(socket.resolveSibling(""));
        var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        var engine = new CannedEngine(listener).answering("hello", new Rpc.Hello(Rpc.PROTOCOL, "canned", "test"));
        Thread.ofVirtual().name("canned-engine").start(engine::serve);
        return engine;
    }

    CannedEngine answering(String method, Object answer) {
        answers.put(method, answer);
        return this;
    }

    /** Goes away once it has answered {@code method}. */
    void goingAfter(String method) {
        last = Optional.of(method);
    }

    void refusing(String method, String why) {
        answers.remove(method);
        refusals.put(method, why);
    }

    /** What it was asked besides {@code hello}, each with its parameters. */
    List<String> orders() {
        return List.copyOf(orders);
    }

    private void serve() {
        while (listener.isOpen()) {
            try (SocketChannel face = listener.accept();
                    var lines = new LineChannel(face, ControlJson.MAX_REQUEST_BYTES)) {
                for (Optional<byte[]> line = lines.readLine(); line.isPresent(); line = lines.readLine()) {
                    if (Rpc.decode(line.get()) instanceof Rpc.Request request) {
                        lines.writeLine(answer(request).encode());
                        if (last.equals(Optional.of(request.method()))) {
                            close();
                            break;
                        }
                    }
                }
            } catch (IOException ended) {
                // The face has gone, or the test is over.
            } catch (MalformedJsonException e) {
                throw new IllegalStateException("a face sent what is " + e.getMessage(), e);
            }
        }
    }

    private Rpc answer(Rpc.Request request) {
        if (!request.method().equals("hello")) {
            orders.add(request.method() + " " + request.params());
        }
        return Optional.ofNullable(answers.get(request.method()))
                .<Rpc>map(answer -> new Rpc.Answer(request.id(), ControlJson.tree(answer)))
                .orElse(new Rpc.Failure(
                        Optional.of(request.id()),
                        Rpc.INVALID_PARAMS,
                        refusals.getOrDefault(request.method(), "nothing was told for it")));
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
