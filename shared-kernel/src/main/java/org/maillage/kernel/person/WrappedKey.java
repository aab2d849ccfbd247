package org.maillage.kernel.person;

/**
 * The data key of a person, encrypted under the master key: this is how it is kept and how it travels. Only {@link MasterKey}
 * opens it, and only as the key of this person and this version.
 *
 * @param person whose key it is
 * @param version from 1; a later version still reads what earlier ones encrypted
 * @param wrapped Base64
 */
public record WrappedKey(PersonId person, int version, String wrapped) {}
