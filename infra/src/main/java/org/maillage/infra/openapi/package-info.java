/**
 * The description of the HTTP API, made at build time from the code of both sides. It lives here because this is the only module
 * that sees both, so that one piece describes both and no side carries it.
 */
@NullMarked
package org.maillage.infra.openapi;

import org.jspecify.annotations.NullMarked;
