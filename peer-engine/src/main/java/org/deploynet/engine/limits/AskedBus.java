package org.deploynet.engine.limits;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What services of D-Bus answer, asked by busctl, or by gdbus where that is missing. An answer is what either prints, and empty
 * where the service, the bus or both programs are.
 *
 * @param bus how both are told which bus: {@code --system}, {@code --session} or {@code --address=…}
 */
record AskedBus(String bus) {
    static final AskedBus SYSTEM = new AskedBus("--system");
    static final AskedBus SESSION = new AskedBus("--session");

    /** A service's object, and the interface of it that is meant. */
    record Member(String service, String path, String type, String name) {}

    String property(Member property) {
        return answer(
                List.of("get-property", property.service(), property.path(), property.type(), property.name()),
                property,
                List.of("org.freedesktop.DBus.Properties.Get", property.type(), property.name()));
    }

    /** Of a method without arguments. */
    String call(Member method) {
        return answer(
                List.of("call", method.service(), method.path(), method.type(), method.name()),
                method,
                List.of(method.type() + "." + method.name()));
    }

    private String answer(List<String> busctl, Member member, List<String> gdbus) {
        try {
            // Its word for the session's bus is another one. Nothing is started for being asked.
            String which = bus.equals("--session") ? "--user" : bus;
            return AskedProgram.answer(joined(List.of("busctl", which, "--auto-start=no"), busctl));
        } catch (IOException noBusctl) {
            return byGdbus(member, gdbus);
        }
    }

    private String byGdbus(Member member, List<String> what) {
        try {
            List<String> object = List.of(
                    "gdbus", "call", bus, "--dest", member.service(), "--object-path", member.path(), "--method");
            return AskedProgram.answer(joined(object, what));
        } catch (IOException neither) {
            return "";
        }
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
