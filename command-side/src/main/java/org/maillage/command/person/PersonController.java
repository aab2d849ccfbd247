package org.maillage.command.person;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.person.PersonCommand.RegisterPerson;
import org.maillage.command.vault.PersonKeys;
import org.maillage.kernel.Ids;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonCipher;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.person.PersonId;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Where personal data comes in: it is encrypted here, before anything is decided, stored or logged. */
@RestController
final class PersonController {

    private final Answers answers;
    private final PersonKeys keys;

    PersonController(Answers answers, PersonKeys keys) {
        this.answers = answers;
        this.keys = keys;
    }

    record PersonBody(
            @NotNull EpnId epnId,
            @NotBlank @Size(max = 200) String fullName,
            @Nullable @Email @Size(max = 254) String email,
            @Nullable @Size(max = 40) String phone,
            @Nullable Boolean minor) {

        /** Personal data stays out of logs, wherever a body is printed. */
        @Override
        public String toString() {
            return "PersonBody[…]";
        }
    }

    @PostMapping("/api/v1/persons")
    ResponseEntity<Accepted> register(@RequestBody PersonBody body, Request request) {
        var id = new PersonId(Ids.next());
        var cipher = keys.create(id);
        return answers.created(
                "/api/v1/persons/" + id,
                new RegisterPerson(
                        id,
                        body.epnId(),
                        cipher.encrypt(PersonRegistered.class, "fullName", body.fullName()),
                        encryptOrNothing(cipher, "email", body.email()),
                        encryptOrNothing(cipher, "phone", body.phone()),
                        Boolean.TRUE.equals(body.minor()),
                        cipher.version()),
                request);
    }

    private static @Nullable Ciphertext encryptOrNothing(PersonCipher cipher, String field, @Nullable String clear) {
        return clear == null ? null : cipher.encrypt(PersonRegistered.class, field, clear);
    }
}
