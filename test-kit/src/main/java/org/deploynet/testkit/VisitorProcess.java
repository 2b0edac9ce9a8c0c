package org.deploynet.testkit;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.deploynet.protocol.content.HashTree;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.key.KeyId;

/**
 * Honest visitors as a process of their own, one after the other: at each line of standard input another one opens a link and takes a
 * verified piece; standard output has one line for each, {@code served} or {@code failed} and why. A link that served stays open until
 * the next one did, as a page's would.
 *
 * <p>Arguments: the signaling server's {@code ws://…/v1/visitor}, the site's origin, its id, a file of one piece.
 */
public final class VisitorProcess {
    /** Of one try; whoever drives this process decides how often. */
    private static final int PATIENCE_SECONDS = 2;

    private final HttpClient http = HttpClient.newHttpClient();
    private final PeerConnectionFactory factory = RtcEnd.factory();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final JavaVisitor.Site site;
    private final ObjectId object;
    private final int bytes;
    private Optional<JavaVisitor> latest = Optional.empty();

    private VisitorProcess(JavaVisitor.Site site, byte[] file) {
        this.site = site;
        this.object = new HashTree().objectId(file);
        this.bytes = file.length;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var site = new JavaVisitor.Site(URI.create(arguments[0]), arguments[1], new KeyId(arguments[2]));
        var visitors = new VisitorProcess(site, Files.readAllBytes(Path.of(arguments[3])));
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(visitors.next());
        }
        System.exit(0);
    }

    private String next() throws InterruptedException {
        try {
            JavaVisitor visitor = new JavaVisitor(http, factory, site);
            Future<?> served = threads.submit(() -> serve(visitor));
            try {
                served.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                served.cancel(true);
                visitor.close();
                return "failed " + String.valueOf(e).replace('\n', ' ');
            }
            latest.ifPresent(JavaVisitor::close);
            latest = Optional.of(visitor);
            return "served";
        } catch (CompletionException noServer) {
            return "failed " + noServer.getCause();
        }
    }

    private boolean serve(JavaVisitor visitor) throws InterruptedException, ExecutionException, TimeoutException {
        visitor.connect();
        byte[] piece = visitor.link()
                .firstPiece(object, bytes, 1)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .getFirst();
        if (!PieceLayer.ofSinglePiece(object, bytes).matches(0, ByteBuffer.wrap(piece))) {
            throw new IllegalStateException("a wrong piece");
        }
        visitor.link().verified(piece.length);
        visitor.link().receipt();
        return true;
    }
}
