package io.tollgate.architecture.documentation;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A setting of a service, as its mapping declares it.
 *
 * @param name the property
 * @param type its Java type
 * @param fallback its default; empty if it has none
 */
record Setting(String name, String type, String fallback) {

    private static final String MAPPING = "io.smallrye.config.ConfigMapping";
    private static final String DEFAULT = "io.smallrye.config.WithDefault";
    private static final String NAME = "io.smallrye.config.WithName";

    /** Every setting of the given classes, by name. */
    static List<Setting> of(JavaClasses classes) {
        return classes.stream()
                .filter(type -> type.isAnnotatedWith(MAPPING))
                .flatMap(type -> ofMapping(type, value(type.getAnnotationOfType(MAPPING), "prefix")))
                .sorted(Comparator.comparing(Setting::name))
                .toList();
    }

    private static Stream<Setting> ofMapping(JavaClass mapping, String prefix) {
        return mapping.getMethods().stream()
                .filter(method -> method.getRawParameterTypes().isEmpty())
                .flatMap(method -> ofMethod(method, prefix + "." + segment(method)));
    }

    private static Stream<Setting> ofMethod(JavaMethod method, String name) {
        JavaClass type = method.getRawReturnType();
        boolean isGroup = type.isInterface() && type.getPackageName().startsWith("io.tollgate");
        if (isGroup) {
            return ofMapping(type, name);
        }
        String fallback = method.tryGetAnnotationOfType(DEFAULT)
                .map(annotation -> value(annotation, "value"))
                .orElse("");
        return Stream.of(new Setting(name, type.getSimpleName(), fallback));
    }

    private static String segment(JavaMethod method) {
        Optional<String> named = method.tryGetAnnotationOfType(NAME).map(annotation -> value(annotation, "value"));
        return named.orElseGet(
                () -> method.getName().replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT));
    }

    private static String value(JavaAnnotation<?> annotation, String property) {
        return annotation.get(property).map(Object::toString).orElse("");
    }

    /** The setting as a row of the page. */
    String row() {
        return "| `%s` | `%s` | %s | %s |"
                .formatted(
                        name,
                        name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT),
                        type,
                        fallback.isEmpty() ? "" : "`" + fallback + "`");
    }
}
