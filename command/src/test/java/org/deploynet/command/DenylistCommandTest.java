package org.deploynet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deploynet.control.sites.DenylistReport;
import org.deploynet.control.sites.SitesReport;
import org.deploynet.protocol.denylist.Denylist;
import org.deploynet.protocol.denylist.SignedDenylist;
import org.deploynet.protocol.key.KeyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploynet denylist sign}, and {@code deploynet sites denylist …} over a control socket. */
final class DenylistCommandTest {
    private static final DenylistReport LIST = new DenylistReport(
            "https://lists.example/a",
            "c4".repeat(20),
            "A list",
            7,
            2,
            Samples.NOW,
            Samples.NOW,
            Optional.of(Samples.NOW),
            Optional.of(DenylistReport.Trouble.OTHER_KEY));

    @TempDir
    private Path data;

    private Said sign(String ids, String... more) throws Exception {
        Path file = data.resolve("ids");
        Files.writeString(file, ids);
        Path folder = Files.createDirectories(data.resolve("public"));
        var words = new java.util.ArrayList<>(List.of(
                "denylist", "sign", file.toString(), folder.resolve("list").toString()));
        words.addAll(List.of("--key", data.resolve("list.key").toString(), "--name", "A list"));
        words.addAll(List.of(more));
        return Said.of(words.toArray(String[]::new));
    }

    private SignedDenylist signed() throws Exception {
        return SignedDenylist.verify(Files.readAllBytes(data.resolve("public").resolve("list")));
    }

    @Test
    void signsWhatItsIdsStandForAndSaysTheKey() throws Exception {
        String object = "9b".repeat(32);
        Said said = sign("# bad\n" + Samples.SHOP + "\n\n" + object + "\n" + Samples.SHOP, "--sequence", "7");

        assertEquals(0, said.code(), said.err());
        SignedDenylist list = signed();
        assertTrue(
                said.out().contains("has 2 entries, signed by key " + list.by().hex()), said.out());
        assertEquals(7, list.list().sequence());
        assertEquals(
                Set.of(
                        Denylist.entry(new KeyId(Samples.SHOP)),
                        Denylist.entry(org.deploynet.protocol.content.ObjectId.parse(object))),
                Set.copyOf(list.list().entries()));
        assertFalse(Files.readString(data.resolve("public").resolve("list")).contains(Samples.SHOP));
        assertEquals(0, sign("", "--sequence", "8").code());
        assertEquals(list.by(), signed().by(), "the same key again");
    }

    @Test
    void whatIsNoIdIsBadUsage() throws Exception {
        assertEquals(2, sign("https://a.example", "--sequence", "7").code());
        assertEquals(2, sign(Samples.SHOP, "--sequence", "0").code());
        assertEquals(2, sign(Samples.SHOP).code());
        assertFalse(Files.exists(data.resolve("public").resolve("list")));
    }

    @Test
    void subscribesShowsAndUnsubscribes() throws Exception {
        try (var engine = CannedEngine.start(data)
                .answering("sites", new SitesReport(Samples.NOW, true, List.of(), 0, List.of(LIST)))
                .answering("denylistAdd", LIST)
                .answering("denylistRemove", Map.of())
                .answering("denylistRefresh", Map.of())) {
            Said added = Said.of(data, "sites", "denylist", "add", "https://lists.example/a");
            assertEquals(0, added.code(), added.err());
            assertTrue(added.out().contains("only key " + "c4".repeat(20) + " counts"), added.out());
            Said shown = Said.of(data, "sites", "denylist", "list");
            assertTrue(shown.lines().get(0).startsWith("A list, edition 7: 2 entries"), shown.out());
            assertEquals(
                    "  What came is signed by another key; the last good edition counts.",
                    shown.lines().get(1));
            assertEquals(shown.lines(), Said.of(data, "sites", "denylist").lines());
            assertEquals(
                    shown.lines(), Said.of(data, "sites", "denylist", "refresh").lines());
            assertEquals(
                    0,
                    Said.of(data, "sites", "denylist", "remove", "https://lists.example/a")
                            .code());
            assertEquals(
                    0,
                    Said.of(data, "sites", "denylist", "add", "/lists/own", "--key", Samples.SHOP)
                            .code());
            String orders = engine.orders().toString();
            assertTrue(orders.contains("\"address\":\"file:///lists/own\""), orders);
            assertTrue(orders.contains("\"key\":\"" + Samples.SHOP + "\""), orders);
        }
    }
}
