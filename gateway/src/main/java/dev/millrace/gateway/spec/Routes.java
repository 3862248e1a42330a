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
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jspecify.annotations.Nullable;

/** What the annotations of the routes say, by operation id. */
final class Routes {
    private static final DotName OPERATION = DotName.createSimple(Operation.class);
    private static final DotName ALLOWED = DotName.createSimple(Allowed.class);
    private static final DotName FAILS = DotName.createSimple(Fails.class);

    private final Map<String, Route> routes = new HashMap<>();

    /**
     * A route.
     *
     * @param roles that may call it
     * @param fails codes of its own
     */
    record Route(List<String> roles, List<ErrorCode> fails) {}

    Routes(IndexView classes) {
        for (AnnotationInstance operation : classes.getAnnotations(OPERATION)) {
            MethodInfo method = operation.target().asMethod();
            routes.put(operation.value("operationId").asString(), new Route(roles(method), fails(method)));
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

    private static Stream<String> values(@Nullable AnnotationInstance annotation) {
        return annotation == null
                ? Stream.of()
                : Arrays.stream(annotation.value().asEnumArray());
    }

    Route of(String operationId) {
        return Objects.requireNonNull(routes.get(operationId), () -> "a route without an operation id: " + operationId);
    }
}
