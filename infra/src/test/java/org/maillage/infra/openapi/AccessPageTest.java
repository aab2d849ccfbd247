package org.maillage.infra.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.maillage.command.Command;
import org.maillage.infra.openapi.Routes.Route;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.AccessTable;

/** The one table of roles, held against what the sides answer to and against the page that people read. The main method writes it. */
class AccessPageTest {

    private static final String ROOT = "/api/v1";

    @Test
    void every_endpoint_stands_in_the_table_and_the_table_names_no_other() {
        assertThat(AccessTable.rows().keySet()).isEqualTo(endpoints().keySet());
    }

    @Test
    void every_endpoint_opens_to_administrators_or_to_operators_alone_and_auditors_write_nothing() {
        assertThat(AccessTable.rows()).allSatisfy((endpoint, roles) -> {
            if (isOperation(endpoint)) {
                assertThat(roles).as(endpoint).containsExactly(AccessRole.EXPLOITANT);
            } else {
                assertThat(roles)
                        .as(endpoint)
                        .contains(AccessRole.ADMINISTRATEUR)
                        .doesNotContain(AccessRole.EXPLOITANT);
            }
            if (endpoint.startsWith("POST ")) {
                assertThat(roles).as(endpoint).doesNotContain(AccessRole.AUDITEUR);
            }
        });
    }

    @Test
    void the_page_is_the_table() throws IOException {
        assertThat(Files.readString(page()))
                .as("run AccessPageTest.main to write it")
                .isEqualTo(document());
    }

    @Test
    void every_endpoint_that_decides_names_its_commands() {
        endpoints().forEach((endpoint, route) -> {
            if (endpoint.startsWith("POST /") && !endpoint.equals("POST /documents") && !isOperation(endpoint)) {
                assertThat(commands(route)).as(endpoint).isNotEmpty();
            }
        });
    }

    /** Writes the page. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(page(), document());
    }

    private static String document() {
        var text = new StringBuilder("""
            # Access (habilitations)

            A token says who asks (`sub`) and in which roles; each centre says by its grants (`POST /epns/{id}/access-grants`) whom it lets
            in, and in which roles. What counts is what both say: the roles of the token that the centre grants too, in the centres that
            the token's `epns`, if it names any, does not exclude. An endpoint opens to the roles below, and to nobody else.

            - Nobody asks without a token: 401. Whose token has none of an endpoint's roles is told so: 403 `forbidden`.
            - A centre in which one has no role does not exist: 404, in the very words in which an unknown id is answered.
            - A centre in which one has another role says 403 `forbidden`.
            - People decide, sign, work and answer in their own name: else 403 `not-yourself`. *Intégration* and *administrateur* may
              name anybody: they hand on what was done elsewhere.
            - Who is *partenaire* and nothing else sees and does what concerns the partnerships in which their organisation takes part,
              and speaks for it alone: else 404, or 403 `not-your-party`.
            - Who registers a centre administers it. The last *administrateur* of a centre can be neither revoked nor demoted.
            - Who is *exploitant* runs the platform (`/operations`) and asks nothing of any centre; no centre grants that role, the
              token alone says it.
            - A revocation holds at once at the node that wrote it, within a second at every other one; a grant holds at once everywhere.

            This page is written by `AccessPageTest.main` and held by its test; the table itself is `AccessTable`.

            """);
        text.append("| endpoint | sends |");
        for (var role : AccessRole.values()) {
            text.append(' ').append(inFrench(role)).append(" |");
        }
        text.append("\n|---|---|")
                .append(":-:|".repeat(AccessRole.values().length))
                .append('\n');
        endpoints().forEach((endpoint, route) -> {
            text.append("| `").append(endpoint).append("` | ");
            text.append(
                    commands(route).stream().map(command -> "`" + command + "`").collect(Collectors.joining(" ")));
            text.append(" |");
            for (var role : AccessRole.values()) {
                text.append(AccessTable.opensTo(endpoint).contains(role) ? " ● |" : "  |");
            }
            text.append('\n');
        });
        return text.toString();
    }

    private static boolean isOperation(String endpoint) {
        return endpoint.contains(" /operations/");
    }

    private static String inFrench(AccessRole role) {
        return switch (role) {
            case RESPONSABLE -> "responsable";
            case ANIMATEUR -> "animateur";
            case DECIDEUR -> "décideur";
            case PARTENAIRE -> "partenaire";
            case AUDITEUR -> "auditeur";
            case INTEGRATION -> "intégration";
            case ADMINISTRATEUR -> "administrateur";
            case EXPLOITANT -> "exploitant";
        };
    }

    /** By path, then method, as the table has them. */
    private static Map<String, Route> endpoints() {
        var endpoints = new TreeMap<String, Route>();
        for (var route : Routes.all()) {
            var path = route.path().startsWith(ROOT) ? route.path().substring(ROOT.length()) : route.path();
            endpoints.put(route.method() + " " + path, route);
        }
        return endpoints;
    }

    /** What a handler makes, itself or through another method of its controller. */
    private static Collection<String> commands(Route route) {
        var controller = route.handler().getDeclaringClass();
        var model = read(controller);
        var made = new TreeSet<String>();
        collect(model, route.handler().getName(), new HashSet<>(), made);
        return made;
    }

    private static void collect(ClassModel controller, String method, Set<String> seen, Set<String> made) {
        if (!seen.add(method)) {
            return;
        }
        for (var candidate : controller.methods()) {
            if (candidate.methodName().equalsString(method)) {
                collect(controller, candidate, seen, made);
            }
        }
    }

    private static void collect(ClassModel controller, MethodModel method, Set<String> seen, Set<String> made) {
        var code = method.code();
        if (code.isEmpty()) {
            return;
        }
        for (var element : code.get()) {
            if (element instanceof NewObjectInstruction creation) {
                var name = creation.className().asInternalName().replace('/', '.');
                if (name.startsWith("org.maillage.command.") && Command.class.isAssignableFrom(Routes.load(name))) {
                    made.add(Routes.load(name).getSimpleName());
                }
            } else if (element instanceof InvokeInstruction call
                    && call.owner()
                            .asInternalName()
                            .equals(controller.thisClass().asInternalName())) {
                collect(controller, call.name().stringValue(), seen, made);
            }
        }
    }

    private static ClassModel read(Class<?> type) {
        var name = "/" + type.getName().replace('.', '/') + ".class";
        try (var bytes = type.getResourceAsStream(name)) {
            return ClassFile.of().parse(bytes == null ? new byte[0] : bytes.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tests run in their module, people in the root. */
    private static Path page() {
        var here = Path.of("").toAbsolutePath();
        var root = Files.isDirectory(here.resolve("shared-kernel"))
                ? here
                : here.resolve("..").normalize();
        return root.resolve("infra/docs/access.md");
    }
}
