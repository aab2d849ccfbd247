package org.maillage.kernel.document;

/**
 * A small file that Maillage keeps; events name it by what it contains.
 *
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits: its address
 * @param name as its author called it, 1 to 200 characters
 * @param mediaType one of those that are accepted: {@code application/pdf}
 * @param size in bytes, 1 to 1,048,576
 */
public record StoredFile(String sha256, String name, String mediaType, long size) {}
