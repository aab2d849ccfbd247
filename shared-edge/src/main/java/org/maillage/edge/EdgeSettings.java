package org.maillage.edge;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who says who people are.
 *
 * @param issuer whose tokens are believed: {@code iss}, to the letter. Without one a side does not start
 * @param jwksUri where the issuer's keys are; found through the issuer's own description (OpenID Connect Discovery 1.0) when absent
 * @param audience what a token must say that it is meant for ({@code aud})
 * @param rolesClaim where a token says roles; a dot leads into an object ({@code realm_access.roles})
 * @param requestsPerSecond how many requests one client may send to one node
 */
@Validated
@ConfigurationProperties("maillage")
record EdgeSettings(
        @NotNull URI issuer,
        @Nullable URI jwksUri,
        @DefaultValue("maillage") @NotBlank String audience,
        @DefaultValue("roles") @NotBlank String rolesClaim,
        @DefaultValue("1000") @Min(1) int requestsPerSecond) {}
