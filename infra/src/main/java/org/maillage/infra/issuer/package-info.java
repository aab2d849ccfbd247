/**
 * The local platform's own issuer: whoever has none (a town's Keycloak, ProConnect) tries Maillage with this one. It knows one
 * administrator client, and the people of the demonstration.
 */
@NullMarked
package org.maillage.infra.issuer;

import org.jspecify.annotations.NullMarked;
