package org.deploynet.engine.rendezvous;

import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.deploynet.engine.rendezvous.SignalingStatus.Phase;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.stun.TransactionId;

/**
 * This super-peer's place in the network: connects to the signaling server, proves who it is, stays connected, reports and
 * settles. Safe from any thread.
 */
public final class Rendezvous implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Rendezvous.class.getName());
    private static final Duration STEADY = Duration.ofSeconds(30);
    /** A keychain is asked again after this; nobody is told when it is unlocked. */
    private static final Duration KEY_AGAIN_AFTER = Duration.ofSeconds(10);

    private final Self self;
    private final Parts parts;
    private final SocketDialer dialer = new SocketDialer();
    private final Backoff backoff;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Semaphore hurry = new Semaphore(0);
    private volatile long welcomedAt;
    private volatile SignalingStatus status = SignalingStatus.CONNECTING;
    private volatile Optional<SignalingConnection> connection = Optional.empty();
    private volatile Optional<Thread> loop = Optional.empty();

    /**
     * Who this super-peer is. {@code epoch} is one higher than at the last start, {@code fingerprint} that of its links'
     * certificate.
     */
    public record Self(ProvingKey identity, long epoch, String fingerprint, String build) {
        /** With a key that is at hand. */
        public Self(SigningKey identity, long epoch, String fingerprint, String build) {
            this(ProvingKey.of(identity), epoch, fingerprint, build);
        }
    }

    /** What the connection works with. */
    public record Parts(
            URI server,
            NetworkPin pin,
            ServerTime time,
            RendezvousEvents events,
            Settlement settlement,
            TransferOrders transfers,
            Nudges nudges) {}

    public Rendezvous(Self self, Parts parts, RandomGenerator random) {
        this.self = self;
        this.parts = parts;
        this.backoff = new Backoff(random);
    }

    /** Where super-peers connect, from whatever form of the server's address the owner has. */
    public static URI superPeerAddress(String server) {
        URI uri = URI.create(server);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(java.util.Locale.ROOT);
        String socket = scheme.equals("https") || scheme.equals("wss") ? "wss" : "ws";
        return URI.create(socket + "://" + uri.getRawAuthority() + "/v1/super-peer");
    }

    /** Connects, and again whenever the connection ends. */
    public void start() {
        loop = Optional.of(Thread.ofVirtual().name("rendezvous").start(this::run));
    }

    public SignalingStatus status() {
        return status;
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                Ending ending = connectOnce();
                if (closed.getCount() > 0) {
                    waitAfter(ending);
                }
            }
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.DEBUG, "the rendezvous ends");
        }
    }

    private Ending connectOnce() throws InterruptedException {
        welcomedAt = 0;
        hurry.drainPermits();
        try {
            return connectAs(self.identity().key());
        } catch (ProvingKey.OutOfReachException e) {
            return new Ending(Phase.NO_KEY, String.valueOf(e.getMessage()), Duration.ZERO);
        }
    }

    private Ending connectAs(SigningKey key) throws InterruptedException {
        status = SignalingStatus.CONNECTING;
        try (var open = new SignalingConnection(self, key, parts, this::welcomed)) {
            connection = Optional.of(open);
            return open.run(dialer);
        } finally {
            connection = Optional.empty();
            forgiveIfSteady();
        }
    }

    private void welcomed() {
        welcomedAt = System.nanoTime();
        status = SignalingStatus.CONNECTED;
        LOG.log(System.Logger.Level.INFO, "connected to the network at {0}", parts.server());
    }

    // A server that welcomes and hangs up at once would otherwise be called every second.
    private void forgiveIfSteady() {
        if (welcomedAt != 0 && System.nanoTime() - welcomedAt > STEADY.toNanos()) {
            backoff.succeeded();
        }
    }

    private void waitAfter(Ending ending) throws InterruptedException {
        if (ending.equals(Ending.MOVED)) {
            backoff.succeeded();
            return;
        }
        boolean keyIsAway = ending.phase() == Phase.NO_KEY;
        Duration wait = keyIsAway ? KEY_AGAIN_AFTER : backoff.afterFailure(ending.retryAfter());
        if (status.phase() != ending.phase()) {
            LOG.log(System.Logger.Level.WARNING, "not connected to {0}: {1}", parts.server(), ending.why());
        }
        status = new SignalingStatus(
                ending.phase(),
                Optional.of(ending.why()),
                Optional.of(Clock.systemUTC().instant().plus(wait)));
        boolean serverAsked = ending.retryAfter().isPositive();
        if (serverAsked ? closed.await(wait.toMillis(), TimeUnit.MILLISECONDS) : isHurried(wait)) {
            backoff.succeeded();
        }
    }

    private boolean isHurried(Duration wait) throws InterruptedException {
        return hurry.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The key may be within reach now: whoever waits for it looks at once. */
    public void keyMayBeBack() {
        hurry.release();
    }

    /**
     * The machine's network changed, and the addresses {@code gone} are not its own any more: whatever is bound to one is given up at
     * once, what may live on has to answer within seconds, and who waits to connect does not wait any longer, unless the server asked
     * for that.
     */
    public void networkChanged(Set<InetAddress> gone) {
        if (connection.filter(open -> open.networkChanged(gone)).isEmpty()) {
            hurry.release();
        }
    }

    /** How a connection ended. {@code why} is safe to log and to show. */
    record Ending(Phase phase, String why, Duration retryAfter) {
        /** For the next one at once: the server is not to blame. */
        static final Ending MOVED = new Ending(Phase.UNREACHABLE, "the network changed", Duration.ZERO);
    }

    /** Settles what can be settled within {@code patience}. */
    public void settleLast(Duration patience) throws InterruptedException {
        Optional<SignalingConnection> open = connection;
        if (open.isPresent()) {
            open.get().settleLast(patience);
        }
    }

    /** Asks the server for an answer, which {@link RendezvousEvents#echoed} gets; false while there is no connection. */
    public boolean ping(long number) {
        return connection.filter(open -> open.ping(number)).isPresent();
    }

    /**
     * Asks the server for one datagram of this transaction to {@code port} of the address it sees this machine under; false while
     * there is no connection, or where the server does not do so.
     */
    public boolean dialBack(int port, TransactionId transaction) {
        return connection.filter(open -> open.dialBack(port, transaction)).isPresent();
    }

    @Override
    public void close() {
        closed.countDown();
        connection.ifPresent(SignalingConnection::close);
        loop.ifPresent(Thread::interrupt);
        dialer.close();
    }
}
