package org.maillage.infra.openapi;

import static java.util.stream.Collectors.joining;
import static org.maillage.infra.openapi.Schemas.NODES;

import java.util.List;
import org.maillage.infra.openapi.Routes.Route;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.AccessTable;
import tools.jackson.databind.node.ObjectNode;

/** How a client gets a token, and which roles open an operation: the one table, as it is enforced. */
final class SecuritySchemes {

    private static final String API = "/api/v1";
    private static final String OWN = "localIssuer";
    private static final String ANY = "bearer";

    private SecuritySchemes() {}

    static ObjectNode all() {
        var schemes = NODES.objectNode();
        var flows = schemes.putObject(OWN)
                .put("type", "oauth2")
                .put(
                        "description",
                        "The issuer that the local platform brings along: programs by client credentials"
                                + " (demo-client.json), people by authorization code with PKCE.")
                .putObject("flows");
        flows.putObject("clientCredentials").put("tokenUrl", "/oauth2/token").putObject("scopes");
        flows.putObject("authorizationCode")
                .put("authorizationUrl", "/oauth2/authorize")
                .put("tokenUrl", "/oauth2/token")
                .putObject("scopes")
                .put("openid", "Who is signed in.")
                .put("profile", "Their name as well.");
        schemes.putObject("openId")
                .put("type", "openIdConnect")
                .put("description", "The same, described by the issuer itself.")
                .put("openIdConnectUrl", "/.well-known/openid-configuration");
        schemes.putObject(ANY)
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT")
                .put("description", "A token of the issuer that the installation believes, with a claim of roles.");
        return schemes;
    }

    static void describe(ObjectNode operation, Route route) {
        var roles = AccessTable.opensTo(endpoint(route)).stream()
                .sorted()
                .map(AccessRole::claim)
                .toList();
        operation.put("description", "Opens to " + roles.stream().collect(joining(", ")) + ".");
        operation.set("x-roles", Schemas.texts(roles));
        var security = operation.putArray("security");
        List.of(OWN, "openId", ANY).forEach(scheme -> security.addObject().putArray(scheme));
    }

    private static String endpoint(Route route) {
        var path = route.path().startsWith(API) ? route.path().substring(API.length()) : route.path();
        return route.method() + " " + path;
    }
}
