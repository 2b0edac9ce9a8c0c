package org.deploynet.engine.serve;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.deploynet.control.LinkPath;
import org.deploynet.engine.link.LinkInbox;
import org.deploynet.engine.link.PeerLink;
import org.deploynet.protocol.link.LinkCodec;
import org.deploynet.protocol.link.LinkMessage;

/** A link whose messages stay under way until a test delivers them, each channel in its order. For one thread. */
final class HeldLink implements PeerLink {
    private final String id;
    private final LinkInbox inbox = new LinkInbox();
    final Deque<byte[]> controlToPage = new ArrayDeque<>();
    final Deque<ByteBuffer> dataToPage = new ArrayDeque<>();
    final Deque<byte[]> controlToPeer = new ArrayDeque<>();
    private boolean open = true;

    HeldLink(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public LinkInbox inbox() {
        return inbox;
    }

    @Override
    public boolean sendControl(LinkMessage message) {
        if (open) {
            controlToPage.add(LinkCodec.encode(message));
        }
        return open;
    }

    @Override
    public boolean sendData(ByteBuffer frame) {
        if (open) {
            dataToPage.add(ByteBuffer.allocate(frame.remaining()).put(frame).flip());
        }
        return open;
    }

    @Override
    public long bufferedBytes() {
        return 0;
    }

    @Override
    public int wireBytes(int frameBytes) {
        return frameBytes;
    }

    @Override
    public LinkPath path() {
        return LinkPath.DIRECT;
    }

    @Override
    public void close(LinkMessage.Bye.Why why) {
        sendControl(new LinkMessage.Bye(why));
        close();
    }

    @Override
    public void close() {
        open = false;
        inbox.end(LinkInbox.Ending.CLOSED);
    }

    /** All that is under way is lost. */
    void cut() {
        controlToPage.clear();
        dataToPage.clear();
        controlToPeer.clear();
        close();
    }

    boolean isQuiet() {
        return controlToPage.isEmpty() && dataToPage.isEmpty() && controlToPeer.isEmpty();
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
