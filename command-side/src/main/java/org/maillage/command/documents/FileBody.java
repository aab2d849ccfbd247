package org.maillage.command.documents;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * In the body of a command: a file that was stored before.
 *
 * @param sha256 as the storing answered it
 * @param name as its author calls it
 */
public record FileBody(
        @NotNull
        @Pattern(
                regexp = StoredFiles.SHA256,
                message = "Une empreinte SHA-256 est attendue : 64 chiffres hexadécimaux en minuscules.")
        String sha256,

        @NotBlank @Size(max = 200) String name) {}
