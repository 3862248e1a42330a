package dev.millrace.gateway.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.RecordComponentInfo;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/** Says of each schema that stands for a record which of its properties are always there: those whose type is not nullable. */
final class Records {
    private static final String OURS = "dev.millrace.";
    private static final String PAGE = "Page";
    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    private static final DotName JSON_NAME = DotName.createSimple(JsonProperty.class);
    private static final DotName UNWRAPPED = DotName.createSimple(JsonUnwrapped.class);
    private static final DotName INCLUDE = DotName.createSimple(JsonInclude.class);

    private final Map<String, ClassInfo> byName = new HashMap<>();

    Records(IndexView classes) {
        classes.getKnownClasses().stream()
                .filter(ClassInfo::isRecord)
                .filter(each -> each.name().toString().startsWith(OURS))
                .forEach(each -> byName.put(name(each), each));
    }

    private static String name(ClassInfo record) {
        AnnotationInstance schema = record.declaredAnnotation(SCHEMA);
        return schema == null || schema.value("name") == null
                ? record.simpleName()
                : schema.value("name").asString();
    }

    void complete(String name, Schema schema) {
        ClassInfo known = byName.get(name);
        ClassInfo record = known == null && name.startsWith(PAGE) ? byName.get(PAGE) : known;
        if (record != null && schema.getProperties() != null) {
            List<String> required = required(record, schema.getProperties());
            schema.setRequired(required.isEmpty() ? null : required);
        }
    }

    private List<String> required(ClassInfo record, Map<String, Schema> properties) {
        boolean always = writesNulls(record);
        List<String> required = new ArrayList<>();
        for (RecordComponentInfo component : record.recordComponentsInDeclarationOrder()) {
            FieldInfo field = record.field(component.name());
            Schema property = properties.get(jsonName(field));
            ClassInfo unwrapped = field.hasAnnotation(UNWRAPPED)
                    ? byName.get(field.type().name().withoutPackagePrefix())
                    : null;
            if (unwrapped != null) {
                required.addAll(required(unwrapped, properties));
            } else if (property != null && always) {
                mayBeNull(property, isNullable(record, component));
                required.add(jsonName(field));
            } else if (property != null && !isNullable(record, component)) {
                required.add(jsonName(field));
            }
        }
        return required;
    }

    /** Most records leave out what is absent; these say null. */
    private static boolean writesNulls(ClassInfo record) {
        AnnotationInstance include = record.declaredAnnotation(INCLUDE);
        return include != null && "ALWAYS".equals(include.value().asEnum());
    }

    private static void mayBeNull(Schema property, boolean nullable) {
        List<Schema.SchemaType> types = property.getType();
        if (nullable && types != null && !types.contains(Schema.SchemaType.NULL)) {
            property.addType(Schema.SchemaType.NULL);
        }
    }

    private static String jsonName(FieldInfo field) {
        AnnotationInstance given = field.annotation(JSON_NAME);
        return given == null || given.value() == null
                ? field.name()
                : given.value().asString();
    }

    /** A constructor that takes null where the component is not nullable fills in a default: it may be left out when it is sent. */
    private static boolean isNullable(ClassInfo record, RecordComponentInfo component) {
        return isNullable(component.type())
                || record.constructors().stream()
                        .filter(each -> each.parametersCount()
                                == record.recordComponents().size())
                        .anyMatch(each -> takesNull(each, component.name()));
    }

    private static boolean takesNull(MethodInfo constructor, String parameter) {
        for (int i = 0; i < constructor.parametersCount(); i++) {
            if (parameter.equals(constructor.parameterName(i)) && isNullable(constructor.parameterType(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNullable(Type type) {
        return type.hasAnnotation(NULLABLE);
    }
}
