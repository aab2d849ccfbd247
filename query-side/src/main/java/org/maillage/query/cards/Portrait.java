package org.maillage.query.cards;

import org.springframework.http.MediaType;

/** The photo of a person, in clear: it is never kept so. */
record Portrait(byte[] bytes, MediaType mediaType) {}
