package org.maillage.infra.faults.driver;

import tools.jackson.databind.JsonNode;

/** An acknowledgement. */
record Answer(int status, JsonNode body) {

    String id() {
        return text("id");
    }

    long version() {
        return body.path("version").asLong(0);
    }

    String text(String field) {
        return body.path(field).asString("");
    }
}
