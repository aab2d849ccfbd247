package org.maillage.infra.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.maillage.command.NotAParty;
import org.maillage.command.Refusal;
import org.maillage.kernel.wire.ProblemCode;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.mock.web.MockServletContext;
import org.springframework.stereotype.Controller;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class OpenApiTest {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final ObjectNode DOCUMENT = OpenApi.document();
    private static final Schema OFFICIAL = official();

    @Test
    void the_document_is_openapi_3_1() {
        assertThat(OFFICIAL.validate(DOCUMENT.toString(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void a_document_that_is_not_openapi_3_1_would_be_noticed() {
        var broken = DOCUMENT.deepCopy();
        broken.withObject("/paths/~1api~1v1~1partnerships/post").put("responses", "none");

        assertThat(OFFICIAL.validate(broken.toString(), InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void every_schema_is_a_json_schema() {
        var meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        for (var schema : DOCUMENT.at("/components/schemas")) {
            assertThat(meta.validate(schema.toString(), InputFormat.JSON)).isEmpty();
        }
    }

    @Test
    void every_reference_leads_somewhere() {
        var references = new ArrayList<String>();
        collect(DOCUMENT, references);

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(reference).startsWith("#/"))
                .allSatisfy(reference -> assertThat(
                                DOCUMENT.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void operations_have_names_of_their_own() {
        assertThat(operations().stream()
                        .map(operation -> operation.path("operationId").asString()))
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).matches("(command|query)[A-Z]\\w+"));
    }

    @Test
    void every_variable_of_a_path_is_a_parameter() {
        for (var path : DOCUMENT.path("paths").properties()) {
            for (var operation : path.getValue()) {
                var described = new TreeSet<String>();
                for (var parameter : operation.path("parameters")) {
                    if (parameter.path("in").asString("").equals("path")) {
                        described.add(parameter.path("name").asString());
                    }
                }
                assertThat(described)
                        .as(path.getKey())
                        .containsExactlyInAnyOrderElementsOf(VARIABLE.matcher(path.getKey())
                                .results()
                                .map(match -> match.group(1))
                                .toList());
            }
        }
    }

    @Test
    void what_is_served_is_what_is_described() {
        var described = new TreeSet<String>();
        for (var path : DOCUMENT.path("paths").properties()) {
            path.getValue().propertyNames().forEach(method -> described.add(method + " " + path.getKey()));
        }

        var served = new TreeSet<>(served("org.maillage.command"));
        served.addAll(served("org.maillage.query"));
        assertThat(served).isEqualTo(described);
    }

    @Test
    void every_operation_says_which_roles_open_it_and_that_others_are_refused() {
        assertThat(operations()).allSatisfy(operation -> {
            assertThat(operation.path("x-roles"))
                    .as(operation.path("operationId").asString())
                    .isNotEmpty();
            assertThat(operation.path("security")).isNotEmpty();
            assertThat(operation.path("responses").propertyNames()).contains("401", "403", "429");
        });
        assertThat(DOCUMENT.at("/paths/~1api~1v1~1epns/post/x-roles").toString())
                .isEqualTo("[\"administrateur\"]");
    }

    @Test
    void every_requirement_names_a_scheme_that_is_described() {
        var schemes = DOCUMENT.at("/components/securitySchemes").propertyNames();
        for (var operation : operations()) {
            for (var requirement : operation.path("security")) {
                assertThat(schemes).containsAll(requirement.propertyNames());
            }
        }
    }

    @Test
    void commands_and_questions_share_no_method() {
        assertThat(served("org.maillage.command"))
                .contains("get /documents/{sha256}")
                .allMatch(route -> route.startsWith("post ") || route.startsWith("get /documents/"));
        assertThat(served("org.maillage.query"))
                .isNotEmpty()
                .allMatch(route -> route.startsWith("get ") || route.startsWith("post /operations/"));
    }

    @Test
    void every_code_of_a_problem_is_listed_once() {
        var codes = new ArrayList<String>();
        DOCUMENT.at("/components/schemas/Problem/properties/code/enum").forEach(code -> codes.add(code.asString()));

        assertThat(codes)
                .doesNotHaveDuplicates()
                .contains("outdated-version-signed", "not-a-party", "unknown-target")
                .containsAll(Arrays.stream(ProblemCode.values())
                        .map(ProblemCode::code)
                        .toList())
                .allSatisfy(code -> assertThat(code).matches("[a-z]+(-[a-z]+)*"));
        assertThat(Refusal.codeOf(NotAParty.class)).isEqualTo("not-a-party");
    }

    @Test
    void a_body_says_what_the_reader_asks() {
        var proposal = DOCUMENT.at("/components/schemas/ProposalBody");

        assertThat(proposal.path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(proposal.path("required").toString())
                .isEqualTo("[\"epnId\",\"projectId\",\"partnerIds\",\"pilotId\",\"ourBenefits\",\"theirBenefits\"]");
        assertThat(proposal.at("/properties/epnId").toString()).isEqualTo("{\"type\":\"string\",\"format\":\"uuid\"}");
        assertThat(proposal.at("/properties/missions/type").toString()).isEqualTo("[\"array\",\"null\"]");
        assertThat(proposal.at("/properties/partnerIds/maxItems").asInt()).isEqualTo(50);
    }

    @Test
    void files_are_bytes_of_the_types_that_are_accepted() {
        var posted = DOCUMENT.at("/paths/~1documents/post");
        var read = DOCUMENT.at("/paths/~1documents~1{sha256}/get");

        assertThat(posted.at("/requestBody/content").propertyNames())
                .contains("application/pdf", "text/csv", "image/webp")
                .doesNotContain("application/json")
                .isEqualTo(read.at("/responses/200/content").propertyNames());
        for (var status : List.of("200", "201")) {
            var stored = posted.path("responses").path(status);
            assertThat(stored.at("/content/application~1json/schema/$ref").asString())
                    .isEqualTo("#/components/schemas/Stored");
            assertThat(stored.at("/headers/Location").isMissingNode()).isFalse();
        }
        assertThat(DOCUMENT.at("/components/schemas/Stored/properties").propertyNames())
                .containsExactly("sha256", "mediaType", "size");
        assertThat(read.path("parameters").toString())
                .contains("\"name\"", "IfNoneMatch")
                .doesNotContain("Consistency");
    }

    @Test
    void a_file_of_partners_is_csv_and_answered_with_a_report() {
        var imports = DOCUMENT.at("/paths/~1api~1v1~1partners~1imports/post");

        assertThat(imports.at("/requestBody/content").toString())
                .isEqualTo("{\"text/csv\":{\"schema\":{\"type\":\"string\"}}}");
        assertThat(imports.at("/responses/200/content/application~1json/schema/properties/rows/type")
                        .asString())
                .isEqualTo("array");
        assertThat(imports.at("/responses/422").isMissingNode()).isFalse();
    }

    @Test
    void the_build_wrote_this_document() throws IOException {
        try (var written = OpenApi.class.getResourceAsStream("/openapi.json")) {
            assertThat(written).isNotNull();
            assertThat(JsonMapper.shared().readTree(written).toString())
                    .isEqualTo(JsonMapper.shared().readTree(DOCUMENT.toString()).toString());
        }
    }

    private static Schema official() {
        try (var schema = OpenApiTest.class.getResourceAsStream("/openapi-3.1-schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(schema.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Spring would map; nothing is started, so no server is needed. */
    private static Set<String> served(String side) {
        var context = new GenericWebApplicationContext(new MockServletContext());
        var scanner = new ClassPathBeanDefinitionScanner(context, false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Controller.class));
        scanner.addExcludeFilter(new AssignableTypeFilter(ErrorController.class));
        scanner.setBeanNameGenerator((definition, registry) -> String.valueOf(definition.getBeanClassName()));
        scanner.scan(side);
        for (var name : context.getBeanDefinitionNames()) {
            context.getBeanDefinition(name).setLazyInit(true);
        }
        context.refresh();
        var mapping = new RequestMappingHandlerMapping();
        mapping.setApplicationContext(context);
        mapping.afterPropertiesSet();
        var routes = new TreeSet<String>();
        mapping.getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues()
                        .forEach(path -> info.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> routes.add(method.name().toLowerCase(Locale.ROOT) + " " + path))));
        routes.remove("get /health");
        return routes;
    }

    private static List<JsonNode> operations() {
        var operations = new ArrayList<JsonNode>();
        DOCUMENT.path("paths").forEach(path -> path.forEach(operations::add));
        return operations;
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.get("$ref") instanceof JsonNode reference) {
            references.add(reference.asString());
        }
        node.forEach(child -> collect(child, references));
    }
}
