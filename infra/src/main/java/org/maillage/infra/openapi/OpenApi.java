package org.maillage.infra.openapi;

import static org.maillage.infra.openapi.Schemas.NODES;

import java.io.IOException;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Adds;
import org.maillage.command.Request;
import org.maillage.command.documents.FileType;
import org.maillage.edge.ParameterLimits;
import org.maillage.infra.openapi.Routes.Route;
import org.maillage.infra.openapi.Schemas.Way;
import org.maillage.kernel.wire.ConsistencyToken;
import org.maillage.kernel.wire.Json;
import org.maillage.kernel.wire.Problem;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.Paging;
import org.maillage.query.proof.Certificate;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes {@code openapi.json}: OpenAPI 3.1, out of the controllers and records of both sides. */
public final class OpenApi {

    private static final String JSON = MediaType.APPLICATION_JSON_VALUE;
    private static final String REFERENCE = "$ref";
    private static final List<Integer> PROBLEMS_OF_POST =
            List.of(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 500, 503);
    private static final List<Integer> PROBLEMS_OF_BYTES = List.of(400, 401, 403, 404, 413, 415, 422, 429, 500, 503);
    private static final List<Integer> PROBLEMS_OF_OPERATIONS =
            List.of(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503);
    private static final List<Integer> PROBLEMS_OF_GET = List.of(400, 401, 403, 404, 406, 429, 500, 503);

    private final Schemas schemas = new Schemas();

    private OpenApi() {}

    /** @param arguments the file to write */
    public static void main(String[] arguments) throws IOException {
        var file = Path.of(arguments[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        var mapper = Json.mapper().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.write(file, mapper.writeValueAsBytes(document()));
    }

    static ObjectNode document() {
        return new OpenApi().describe(Routes.all());
    }

    private ObjectNode describe(List<Route> routes) {
        var document = NODES.objectNode().put("openapi", "3.1.1");
        document.putObject("info")
                .put("title", "Maillage")
                .put("version", "1")
                .put("summary", "The partnership memory of French public digital centres (EPN).")
                .put(
                        "description",
                        "Commands are POSTs, questions are GETs, and so is it with what runs the platform"
                            + " (/operations). Every request says who asks, by a token whose roles and the grants of"
                            + " the centre must both allow it. This contract only grows. People read French in problem"
                            + " details, warnings and history; programs read codes.")
                .set("license", NODES.objectNode().put("name", "EUPL-1.2").put("identifier", "EUPL-1.2"));
        document.putArray("servers").add(NODES.objectNode().put("url", "/"));
        var paths = document.putObject("paths");
        for (var route : routes) {
            var item = paths.get(route.path()) instanceof ObjectNode known ? known : paths.putObject(route.path());
            item.set(route.method().name().toLowerCase(Locale.ROOT), operation(route));
        }
        var components = document.putObject("components");
        components.set("schemas", NODES.objectNode());
        components.set("headers", headers());
        components.set("parameters", parameters());
        components.set("responses", problems());
        components.set("securitySchemes", SecuritySchemes.all());
        schemas.named(document);
        var code = (ObjectNode) document.at("/components/schemas/Problem/properties/code");
        code.set("enum", Schemas.texts(Codes.all()));
        return document;
    }

    private ObjectNode operation(Route route) {
        var handler = route.handler();
        var base = handler.getDeclaringClass().getSimpleName().replace("Controller", "");
        var side = route.decides() ? "command" : "query";
        var operation = NODES.objectNode();
        operation.set("tags", Schemas.texts(List.of(base)));
        operation.put("operationId", side + base + capital(handler.getName()));
        operation.put("summary", base + ": " + sentence(handler.getName()));
        SecuritySchemes.describe(operation, route);
        var parameters = operation.putArray("parameters");
        for (var parameter : handler.getParameters()) {
            describe(parameter, route, operation, parameters);
        }
        if (route.method() == RequestMethod.GET) {
            refer(parameters, "IfNoneMatch");
            if (!route.decides() && !route.operates()) {
                refer(parameters, "ConsistencyToken");
            }
        }
        operation.set("responses", responses(route));
        return operation;
    }

    private void describe(Parameter parameter, Route route, ObjectNode operation, ArrayNode parameters) {
        var type = parameter.getType();
        if (parameter.getAnnotation(PathVariable.class) instanceof PathVariable variable) {
            parameters.add(parameter(named(variable.name(), parameter), "path", true, parameter.getAnnotatedType()));
        } else if (parameter.getAnnotation(RequestParam.class) instanceof RequestParam query) {
            var optional = !query.required()
                    || !query.defaultValue().equals(ValueConstants.DEFAULT_NONE)
                    || parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
            parameters.add(parameter(named(query.name(), parameter), "query", !optional, parameter.getAnnotatedType()));
        } else if (parameter.getAnnotation(RequestHeader.class) instanceof RequestHeader header) {
            // OpenAPI keeps content negotiation and authorization out of the parameters.
            var name = named(header.name(), parameter);
            if (Set.of("accept", "content-type", "authorization").contains(name.toLowerCase(Locale.ROOT))) {
                return;
            }
            parameters.add(parameter(name, "header", false, parameter.getAnnotatedType()));
        } else if (parameter.isAnnotationPresent(RequestBody.class) && type == byte[].class) {
            var content = route.consumes().isEmpty() ? bytes() : texts(route.consumes());
            operation.set(
                    "requestBody", NODES.objectNode().put("required", true).set("content", content));
        } else if (parameter.isAnnotationPresent(RequestBody.class)) {
            operation.set("requestBody", body(schemas.of(parameter.getAnnotatedType(), Way.IN), true));
        } else if (type == Request.class) {
            refer(parameters, "IdempotencyKey");
            if (route.path().contains("{")) {
                refer(parameters, "IfMatch");
            }
            refer(parameters, "ConsistencyToken");
            if (Arrays.stream(route.handler().getParameters())
                    .noneMatch(other -> other.isAnnotationPresent(RequestBody.class))) {
                operation.set("requestBody", body(Schemas.type("object").put("additionalProperties", false), false));
            }
        } else if (type == AsOf.class) {
            refer(parameters, "AsOf");
            refer(parameters, "Certified");
        } else if (type == Paging.class) {
            refer(parameters, "Limit");
            refer(parameters, "Cursor");
        }
    }

    private static String named(String name, Parameter parameter) {
        return name.isEmpty() ? parameter.getName() : name;
    }

    private ObjectNode parameter(String name, String in, boolean required, AnnotatedType type) {
        // A parameter is there or it is not: it is never null.
        var schema = Schemas.neverNull(schemas.of(type, Way.IN));
        if (in.equals("query") && type.getType() == String.class) {
            schema.put("maxLength", ParameterLimits.longest(name));
        }
        return NODES.objectNode()
                .put("name", name)
                .put("in", in)
                .put("required", required)
                .set("schema", schema);
    }

    private static ObjectNode body(ObjectNode schema, boolean required) {
        var body = NODES.objectNode().put("required", required);
        body.putObject("content").putObject(JSON).set("schema", schema);
        return body;
    }

    /** OpenAPI 3.1 describes bytes by no schema at all. */
    private static ObjectNode bytes() {
        var content = NODES.objectNode();
        FileType.accepted().forEach(content::putObject);
        return content;
    }

    private static ObjectNode texts(List<String> mediaTypes) {
        var content = NODES.objectNode();
        mediaTypes.forEach(mediaType -> content.putObject(mediaType).set("schema", text(mediaType)));
        return content;
    }

    private ObjectNode responses(Route route) {
        var responses = NODES.objectNode();
        if (route.method() == RequestMethod.POST && takesBytes(route)) {
            responses.set("200", stored(route, "These bytes were here already."));
            responses.set("201", stored(route, "Stored."));
            PROBLEMS_OF_BYTES.forEach(status -> problem(responses, status));
        } else if (route.method() == RequestMethod.POST) {
            for (var status : AnswerCalls.statuses(route.handler())) {
                responses.set(String.valueOf(status), accepted(route, status));
            }
            (route.operates() ? PROBLEMS_OF_OPERATIONS : PROBLEMS_OF_POST)
                    .forEach(status -> problem(responses, status));
        } else {
            responses.set("200", answer(route));
            responses.putObject("304").put("description", "What the client has is what there is.");
            PROBLEMS_OF_GET.forEach(status -> problem(responses, status));
        }
        return responses;
    }

    private static boolean takesBytes(Route route) {
        return route.consumes().isEmpty()
                && Arrays.asList(route.handler().getParameterTypes()).contains(byte[].class);
    }

    private ObjectNode stored(Route route, String description) {
        var response = NODES.objectNode().put("description", description);
        response.putObject("headers").putObject("Location").put(REFERENCE, "#/components/headers/Location");
        var type = answerType(route.handler().getAnnotatedReturnType());
        response.putObject("content").putObject(JSON).set("schema", schemas.of(type, Way.OUT));
        return response;
    }

    private ObjectNode accepted(Route route, int status) {
        var type = answerType(route.handler().getAnnotatedReturnType());
        if (type.getType() != Accepted.class) {
            return answer(route);
        }
        var response =
                NODES.objectNode().put("description", status == 201 ? "Recorded; something new exists." : "Recorded.");
        var headers = response.putObject("headers");
        if (status == 201) {
            headers.putObject("Location").put(REFERENCE, "#/components/headers/Location");
        }
        headers.putObject("ETag").put(REFERENCE, "#/components/headers/Version");
        headers.putObject("Consistency-Token").put(REFERENCE, "#/components/headers/ConsistencyToken");
        response.putObject("content").putObject(JSON).set("schema", acceptedSchema(route));
        return response;
    }

    private ObjectNode acceptedSchema(Route route) {
        var schema = Schemas.type("object");
        schema.set("required", Schemas.texts(List.of("id", "version")));
        var properties = schema.putObject("properties");
        properties.set("id", Schemas.type("string").put("format", "uuid"));
        properties.set("version", Schemas.type("integer").put("format", "int64").put("minimum", 0));
        if (route.handler().getAnnotation(Adds.class) instanceof Adds adds) {
            for (var component : adds.value().getRecordComponents()) {
                properties.set(component.getName(), schemas.of(component.getAnnotatedType(), Way.OUT));
            }
        }
        return schema;
    }

    private ObjectNode answer(Route route) {
        var response = NODES.objectNode().put("description", "What is known.");
        response.putObject("headers").putObject("ETag").put(REFERENCE, "#/components/headers/Tag");
        var type = answerType(route.handler().getAnnotatedReturnType());
        if (type.getType() == byte[].class && route.produces().isEmpty()) {
            response.set("content", bytes());
            return response;
        }
        var content = response.putObject("content");
        var types = route.produces().isEmpty() ? List.of(JSON) : route.produces();
        for (var mediaType : types) {
            var media = content.putObject(mediaType);
            var isJson = MediaType.parseMediaType(mediaType).isCompatibleWith(MediaType.APPLICATION_JSON);
            media.set("schema", isJson ? schemas.of(type, Way.OUT) : text(mediaType));
        }
        if (Arrays.asList(route.handler().getParameterTypes()).contains(AsOf.class)) {
            certifiable(content);
        }
        return response;
    }

    /** A certified answer is JSON, whatever the answer is. */
    private void certifiable(ObjectNode content) {
        var plain = content.path(JSON).path("schema");
        var certified = Schemas.type("object");
        certified.set("required", Schemas.texts(List.of("report", "certificate")));
        var properties = certified.putObject("properties");
        properties.set(
                "report",
                plain.isMissingNode() ? Schemas.type("string").put("contentEncoding", "base64") : plain.deepCopy());
        properties.set("certificate", schemas.of(Certificate.class, Way.OUT));
        if (plain.isMissingNode()) {
            content.putObject(JSON).set("schema", certified);
        } else {
            ((ObjectNode) content.get(JSON))
                    .putObject("schema")
                    .putArray("anyOf")
                    .add(plain)
                    .add(certified);
        }
    }

    /** OpenAPI 3.1 describes bytes by no schema at all. */
    private static ObjectNode text(String mediaType) {
        return mediaType.startsWith("text/") ? Schemas.type("string") : NODES.objectNode();
    }

    private static AnnotatedType answerType(AnnotatedType returned) {
        Type type = returned.getType();
        return type instanceof ParameterizedType parameterized && parameterized.getRawType() == ResponseEntity.class
                ? ((AnnotatedParameterizedType) returned).getAnnotatedActualTypeArguments()[0]
                : returned;
    }

    private static void problem(ObjectNode responses, int status) {
        responses.putObject(String.valueOf(status)).put(REFERENCE, "#/components/responses/Problem" + status);
    }

    private ObjectNode problems() {
        var responses = NODES.objectNode();
        var statuses = new TreeSet<>(PROBLEMS_OF_POST);
        statuses.addAll(PROBLEMS_OF_GET);
        for (var status : statuses) {
            var response = responses.putObject("Problem" + status).put("description", description(status));
            if (status == 401) {
                response.putObject("headers")
                        .putObject(HttpHeaders.WWW_AUTHENTICATE)
                        .put(REFERENCE, "#/components/headers/Challenge");
            }
            if (status == 429 || status == 503) {
                response.putObject("headers")
                        .putObject(HttpHeaders.RETRY_AFTER)
                        .put(REFERENCE, "#/components/headers/RetryAfter");
            }
            response.putObject("content")
                    .putObject(Problem.MEDIA_TYPE)
                    .set("schema", schemas.of(Problem.class, Way.OUT));
        }
        return responses;
    }

    private static String description(int status) {
        return switch (status) {
            case 400 -> "Malformed JSON, or a parameter or header of the wrong form.";
            case 401 -> "No token, or one that does not hold.";
            case 403 -> "The roles that the caller has there do not open this; x-roles says which do.";
            case 404 -> "Nothing has that id, or what has it is none of the caller's business.";
            case 406 -> "No representation that the client accepts.";
            case 409 -> "A domain rule refuses; its code says which.";
            case 412 -> "The resource has moved on from the version in If-Match.";
            case 413 -> "The body is larger than 1 MiB.";
            case 415 -> "The body is of a type that is not taken here; that of a command is application/json in UTF-8.";
            case 422 -> "Well-formed but not valid; every violation is named. Nothing is stored.";
            case 429 -> "This client, or all of them together, send too many requests; slow down, then try again.";
            case 503 -> "It cannot be served now; try again.";
            default -> "Something unexpected; quote the trace id.";
        };
    }

    private static ObjectNode headers() {
        var headers = NODES.objectNode();
        header(headers, "Location", "Where what is new can be read.", Schemas.type("string"));
        header(headers, "Version", "The version of the aggregate, for If-Match.", version());
        header(headers, "Tag", "For If-None-Match.", Schemas.type("string"));
        header(headers, "Challenge", "How to say who asks (RFC 6750).", Schemas.type("string"));
        header(headers, "RetryAfter", "Seconds.", Schemas.type("integer").put("minimum", 1));
        header(
                headers,
                "ConsistencyToken",
                "Opaque. Sent with a GET, the answer includes these writes; sent with a POST, the answer's token covers"
                        + " both.",
                Schemas.type("string"));
        return headers;
    }

    private static void header(ObjectNode headers, String name, String description, ObjectNode schema) {
        headers.putObject(name).put("description", description).set("schema", schema);
    }

    private static ObjectNode version() {
        return Schemas.type("string").put("pattern", "^\"[0-9]{1,18}\"$");
    }

    private static ObjectNode parameters() {
        var parameters = NODES.objectNode();
        shared(
                parameters,
                "IdempotencyKey",
                "Idempotency-Key",
                "header",
                "The same key and body again gets the first answer again, and nothing more happens.",
                Schemas.type("string").put("minLength", 1).put("maxLength", 128));
        shared(
                parameters,
                "IfMatch",
                HttpHeaders.IF_MATCH,
                "header",
                "The version that the client has seen; 412 when the aggregate has moved on.",
                version());
        shared(
                parameters,
                "IfNoneMatch",
                HttpHeaders.IF_NONE_MATCH,
                "header",
                "What the client already has; 304 when it is still right.",
                Schemas.type("string"));
        shared(
                parameters,
                "ConsistencyToken",
                ConsistencyToken.HEADER,
                "header",
                "The latest token that an answer gave: a client that always sends it reads all its own writes.",
                Schemas.type("string").put("maxLength", ConsistencyToken.MOST_CHARACTERS));
        shared(
                parameters,
                "AsOf",
                "asOf",
                "query",
                "What was known at that instant.",
                Schemas.type("string").put("format", "date-time"));
        shared(
                parameters,
                "Certified",
                "certified",
                "query",
                "With asOf: the answer stands in `report`, beside the certificate of which events it is made of.",
                Schemas.type("boolean").put("default", false));
        shared(
                parameters,
                "Limit",
                "limit",
                "query",
                "How many items at most.",
                Schemas.type("integer")
                        .put("minimum", 1)
                        .put("maximum", Paging.MOST)
                        .put("default", Paging.DEFAULT));
        shared(
                parameters,
                "Cursor",
                "cursor",
                "query",
                "The next of the part before.",
                Schemas.type("string").put("maxLength", ParameterLimits.longest("cursor")));
        return parameters;
    }

    private static void shared(
            ObjectNode parameters, String key, String name, String in, String description, ObjectNode schema) {
        parameters
                .putObject(key)
                .put("name", name)
                .put("in", in)
                .put("description", description)
                .set("schema", schema);
    }

    private static void refer(ArrayNode parameters, String key) {
        parameters.addObject().put(REFERENCE, "#/components/parameters/" + key);
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** {@code enterNegotiation} is « enter negotiation ». */
    private static String sentence(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT) + ".";
    }
}
