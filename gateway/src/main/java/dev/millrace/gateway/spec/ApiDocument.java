package dev.millrace.gateway.spec;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.IndexView;

/** Completes the API document at build time by what holds for all routes: keys and roles, failures with their codes, what is never absent. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDocument implements OASFilter {
    private static final String KEY = "apiKey";

    private final Routes routes;
    private final Records records;

    /** Called by the framework, with all classes there are. */
    public ApiDocument(IndexView classes) {
        this.routes = new Routes(classes);
        this.records = new Records(classes);
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents()
                .addSecurityScheme(
                        KEY,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("An API key, as `millrace key` makes it."));
        document.security(List.of(OASFactory.createSecurityRequirement().addScheme(KEY)));
        FailureSchemas.add(document.getComponents());
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        schemas.forEach(records::complete);
        document.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations().values().forEach(operation -> complete(path, operation)));
    }

    private void complete(String path, Operation operation) {
        Routes.Route route = routes.of(operation.getOperationId());
        operation.addExtension("x-roles", route.roles());
        String roles = "Roles: " + String.join(", ", route.roles()) + ".";
        String before = operation.getDescription();
        operation.description(before == null ? roles : before + " " + roles);
        if (!route.parts().isEmpty()) {
            operation
                    .getRequestBody()
                    .getContent()
                    .getMediaTypes()
                    .values()
                    .forEach(form -> form.getSchema().setRequired(route.parts()));
        }
        new Failures(path.startsWith("/v1/")).addTo(operation, route.fails());
    }
}
