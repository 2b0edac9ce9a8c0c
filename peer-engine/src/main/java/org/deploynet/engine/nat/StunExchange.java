package org.deploynet.engine.nat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.stun.StunCodec;
import org.deploynet.protocol.stun.StunMessage;

/**
 * Asks several questions at once, sends again what is not answered (RFC 8489 §6.2.1: after RTO, twice that, and so on), and ends
 * when all are answered or the patience is over. One thread at a time.
 */
final class StunExchange {
    private static final System.Logger LOG = System.getLogger(StunExchange.class.getName());
    /** What is read of one exchange at most; who floods the port does not hold the thread. */
    private static final int MAX_DATAGRAMS = 1_000;

    private final Timing timing;
    private final LongSupplier nanoTime;

    /** The first time-out, and how long all of an exchange may take. */
    record Timing(Duration rto, Duration patience) {
        static final Timing USUAL = new Timing(Duration.ofMillis(500), Duration.ofSeconds(3));
    }

    /** A message that ended a question, and how long after it was first asked. */
    record Heard(StunMessage message, Duration after) {}

    /**
     * The answers by question; {@code refused} are those that were answered otherwise, {@code sent} counts those of which a
     * datagram went out.
     */
    record Outcome(Map<Question, Heard> heard, Set<Question> refused, int sent) {
        /** Whether what was asked came, or absent where it was refused. */
        Optional<Boolean> came(Question question) {
            return refused.contains(question) ? Optional.empty() : Optional.of(heard.containsKey(question));
        }
    }

    StunExchange(Timing timing, LongSupplier nanoTime) {
        this.timing = timing;
        this.nanoTime = nanoTime;
    }

    /** The sockets must not block. */
    Outcome ask(List<Question> questions) throws IOException {
        var run = new Run(questions);
        try (Selector selector = Selector.open()) {
            for (DatagramChannel socket :
                    questions.stream().map(Question::at).distinct().toList()) {
                socket.register(selector, SelectionKey.OP_READ, socket);
            }
            run.through(selector);
        }
        return new Outcome(run.heard, run.refused, run.sent);
    }

    private final class Run {
        private final List<Question> open;
        private final Map<Question, Heard> heard = new HashMap<>();
        private final Set<Question> refused = new HashSet<>();
        // One byte more, so that what is too long is not taken for its beginning.
        private final ByteBuffer in = ByteBuffer.allocate(StunCodec.MAX_BYTES + 1);
        private final long start = nanoTime.getAsLong();
        private int sent;
        private int read;

        Run(List<Question> questions) {
            open = new ArrayList<>(questions);
        }

        void through(Selector selector) throws IOException {
            long end = start + timing.patience().toNanos();
            long gap = timing.rto().toNanos();
            long sendAt = start;
            for (long now = start; !open.isEmpty() && now - end < 0 && read < MAX_DATAGRAMS; ) {
                if (now - sendAt >= 0) {
                    sendOpen(sendAt == start);
                    sendAt += gap;
                    gap *= 2;
                }
                long wait = Math.min(sendAt, end) - now;
                selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)));
                for (SelectionKey ready : selector.selectedKeys()) {
                    takeAll((DatagramChannel) ready.channel());
                }
                selector.selectedKeys().clear();
                now = nanoTime.getAsLong();
            }
        }

        private void sendOpen(boolean first) {
            for (Question question : open) {
                try {
                    question.by().send(ByteBuffer.wrap(StunCodec.encode(question.request())), question.to());
                    sent += first ? 1 : 0;
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.DEBUG, "a STUN request could not be sent: {0}", e.getMessage());
                }
            }
        }

        private void takeAll(DatagramChannel socket) throws IOException {
            while (read < MAX_DATAGRAMS) {
                in.clear();
                if (!(socket.receive(in) instanceof InetSocketAddress sender)) {
                    return;
                }
                read++;
                take(socket, sender);
            }
        }

        private void take(DatagramChannel socket, InetSocketAddress sender) {
            try {
                StunMessage message = StunCodec.decode(in.array(), in.position());
                Duration after = Duration.ofNanos(nanoTime.getAsLong() - start);
                for (Question question : List.copyOf(open)) {
                    if (question.isEndedBy(socket, sender, message)) {
                        open.remove(question);
                        heard.put(question, new Heard(message, after));
                    } else if (question.isRefusedBy(socket, sender, message)) {
                        open.remove(question);
                        refused.add(question);
                    }
                }
            } catch (ProtocolException e) {
                LOG.log(System.Logger.Level.TRACE, "a datagram is dropped: {0}", e.getMessage());
            }
        }
    }
}
