package org.deploynet.benchmarks.rig;

import java.net.URI;
import java.util.List;
import org.deploynet.benchmarks.OneSite;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.testkit.JavaVisitor;

/** The object that all visitors ask for, and where they find it. */
public record Wanted(JavaVisitor.Site site, ObjectId object, int bytes) {
    /** {@code visitors} is where they meet the network. */
    static Wanted of(OneSite published, URI visitors) {
        var site = new JavaVisitor.Site(
                visitors,
                published.origin().toString(),
                published.signed().manifest().site());
        return new Wanted(site, published.object(), published.objectBytes());
    }

    /** From {@link #words}. */
    public static Wanted parse(List<String> words) {
        var site = new JavaVisitor.Site(URI.create(words.get(0)), words.get(1), new KeyId(words.get(2)));
        return new Wanted(site, ObjectId.parse(words.get(3)), Integer.parseInt(words.get(4)));
    }

    List<String> words() {
        return List.of(
                site.visitors().toString(), site.origin(), site.id().hex(), object.toString(), String.valueOf(bytes));
    }
}
