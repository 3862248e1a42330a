package dev.millrace.gateway.spec;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.answer.Fails;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** What the annotations of the routes say, by operation id. */
final class Routes {
    private static final DotName OPERATION = DotName.createSimple(Operation.class);
    private static final DotName ALLOWED = DotName.createSimple(Allowed.class);
    private static final DotName FAILS = DotName.createSimple(Fails.class);
    private static final DotName FORM = DotName.createSimple(RestForm.class);
    private static final DotName SCHEMA = DotName.createSimple(Schema.class);

    private final Map<String, Route> routes = new HashMap<>();

    /**
     * A route.
     *
     * @param roles that may call it
     * @param fails codes of its own
     * @param parts of a form that must be there
     */
    record Route(List<String> roles, List<ErrorCode> fails, List<String> parts) {}

    Routes(IndexView classes) {
        for (AnnotationInstance operation : classes.getAnnotations(OPERATION)) {
            MethodInfo method = operation.target().asMethod();
            routes.put(
                    operation.value("operationId").asString(), new Route(roles(method), fails(method), parts(method)));
        }
    }

    private static List<String> roles(MethodInfo method) {
        AnnotationInstance onMethod = method.annotation(ALLOWED);
        AnnotationInstance allowed =
                onMethod != null ? onMethod : method.declaringClass().declaredAnnotation(ALLOWED);
        return Stream.concat(values(allowed), Stream.of(Role.ADMIN.name()))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .sorted()
                .toList();
    }

    private static List<ErrorCode> fails(MethodInfo method) {
        return values(method.annotation(FAILS)).map(ErrorCode::valueOf).toList();
    }

    private static List<String> parts(MethodInfo method) {
        return method.parameters().stream()
                .filter(each -> each.hasAnnotation(FORM) && isRequired(each.annotation(SCHEMA)))
                .map(each -> Objects.requireNonNull(each.name()))
                .toList();
    }

    private static boolean isRequired(@Nullable AnnotationInstance schema) {
        return schema != null
                && schema.value("required") != null
                && schema.value("required").asBoolean();
    }

    private static Stream<String> values(@Nullable AnnotationInstance annotation) {
        return annotation == null
                ? Stream.of()
                : Arrays.stream(annotation.value().asEnumArray());
    }

    Route of(String operationId) {
        return Objects.requireNonNull(routes.get(operationId), () -> "a route without an operation id: " + operationId);
    }
}
