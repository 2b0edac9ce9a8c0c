package org.deploynet.engine.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Brings a database to its second version, which takes a while, and says when it begins. */
final class MigrateUntilKilled {
    static final int ROWS = 400_000;
    static final Schema FIRST = new Schema(List.of(List.of("create table kept(n integer primary key)")));
    static final Schema SECOND = new Schema(List.of(
            FIRST.steps().getFirst(),
            List.of(
                    "create table more(n integer primary key, text text not null)",
                    "insert into more with recursive c(n) as (select 1 union all select n+1 from c where n<" + ROWS
                            + ") select n, hex(randomblob(8)) from c",
                    "create index more_text on more(text)")));

    private MigrateUntilKilled() {}

    public static void main(String[] args) throws IOException {
        System.out.println("begins");
        Database.open(Path.of(args[0]), SECOND, 1, 1024 * 1024).close();
        System.out.println("done");
    }
}
