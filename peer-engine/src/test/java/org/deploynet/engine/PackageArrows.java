package org.deploynet.engine;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who may import whom among the engine's packages, as docs/architecture.md draws it, for packages below any root: the
 * engine's own, and a planted one that breaks the rules.
 */
record PackageArrows(String root) {
    /** What each package may use of the others; assembly may use all. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("control", List.of("limits")),
            Map.entry("rendezvous", List.of("link")),
            Map.entry("serve", List.of("link", "cache", "credits", "limits")),
            Map.entry("fill", List.of("cache", "consent", "limits")),
            Map.entry("consent", List.of("storage")),
            Map.entry("link.rtc", List.of("link")),
            Map.entry("link", List.of()),
            Map.entry("cache", List.of("cache.policy", "storage")),
            Map.entry("cache.policy", List.of()),
            Map.entry("credits", List.of("storage")),
            Map.entry("history", List.of("limits", "storage")),
            Map.entry("keychain", List.of()),
            Map.entry("limits", List.of()),
            Map.entry("nat", List.of()),
            Map.entry("nat.mapping", List.of()),
            Map.entry("storage", List.of()));

    private static final List<String> NO_FACE = List.of("javafx..", "java.awt..", "javax.swing..");

    /** Every breach in words. */
    List<String> breaches(JavaClasses classes) {
        var found = new ArrayList<String>();
        MAY_USE.forEach((name, others) -> found.addAll(arrow(classes, name, others)));
        found.addAll(onlyUser(classes, "storage", "java.sql..", "javax.sql..", "org.sqlite.."));
        found.addAll(onlyUser(classes, "keychain", "org.freedesktop.dbus.."));
        found.addAll(onlyUser(classes, "link.rtc", "dev.onvoid.webrtc.."));
        found.addAll(report(noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(NO_FACE.toArray(String[]::new)))
                .allowEmptyShould(true)
                .evaluate(classes)));
        found.addAll(report(slices().matching(root + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .evaluate(classes)));
        return found;
    }

    private List<String> arrow(JavaClasses classes, String name, List<String> others) {
        var allowed = new ArrayList<String>(List.of(root + "." + name));
        others.forEach(other -> allowed.add(root + "." + other));
        return report(noClasses()
                .that()
                .resideInAPackage(root + "." + name)
                .should()
                .dependOnClassesThat(
                        resideInAPackage(root + "..").and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
                .allowEmptyShould(true)
                .evaluate(classes));
    }

    private List<String> onlyUser(JavaClasses classes, String name, String... libraries) {
        return report(noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(root + "." + name)
                .should()
                .dependOnClassesThat(resideInAnyPackage(libraries))
                .allowEmptyShould(true)
                .evaluate(classes));
    }

    private static List<String> report(EvaluationResult result) {
        return result.getFailureReport().getDetails();
    }
}
