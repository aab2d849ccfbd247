package org.maillage.command.person;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.UnknownReference.UnknownEpn;
import org.maillage.command.UnknownTarget;
import org.maillage.command.ledger.Look;
import org.maillage.command.person.PersonCommand.*;
import org.maillage.command.vault.PersonKeys;
import org.maillage.kernel.Ids;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonCipher;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonEvent.*;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.Violation;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Where personal data comes in: it is encrypted here, before anything is decided, stored or logged. */
@RestController
final class PersonController {

    private final Answers answers;
    private final PersonKeys keys;
    private final Look look;
    private final Erasures erasures;

    PersonController(Answers answers, PersonKeys keys, Look look, Erasures erasures) {
        this.answers = answers;
        this.keys = keys;
        this.look = look;
        this.erasures = erasures;
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
        answers.enter(body.epnId(), UnknownEpn::new, request);
        var id = new PersonId(Ids.next());
        var cipher = keys.create(id);
        var details = details(cipher, PersonRegistered.class, body.fullName(), body.email(), body.phone());
        return answers.created(
                "/api/v1/persons/" + id,
                new RegisterPerson(
                        id,
                        body.epnId(),
                        details.fullName(),
                        details.email(),
                        details.phone(),
                        Boolean.TRUE.equals(body.minor()),
                        cipher.version()),
                request);
    }

    record PersonRevisionBody(
            @NotBlank @Size(max = 200) String fullName,
            @Nullable @Email @Size(max = 254) String email,
            @Nullable @Size(max = 40) String phone,
            @Nullable Boolean minor) {

        @Override
        public String toString() {
            return "PersonRevisionBody[…]";
        }
    }

    @PostMapping("/api/v1/persons/{id}/revisions")
    ResponseEntity<Accepted> revise(@PathVariable PersonId id, @RequestBody PersonRevisionBody body, Request request) {
        answers.enter(id, UnknownTarget::new, request);
        var cipher = cipherOf(id);
        var details = details(cipher, PersonRevised.class, body.fullName(), body.email(), body.phone());
        return answers.ok(
                new RevisePerson(id, details, body.minor(), (some, others) -> same(cipher, some, others)), request);
    }

    private static Details details(
            PersonCipher cipher,
            Class<? extends PersonEvent> in,
            String fullName,
            @Nullable String email,
            @Nullable String phone) {
        return new Details(
                in,
                cipher.encrypt(in, "fullName", fullName),
                email == null ? null : cipher.encrypt(in, "email", email),
                phone == null ? null : cipher.encrypt(in, "phone", phone),
                cipher.version());
    }

    private static boolean same(PersonCipher cipher, Details some, Details others) {
        return Objects.equals(
                        clear(cipher, some, "fullName", some.fullName()),
                        clear(cipher, others, "fullName", others.fullName()))
                && Objects.equals(
                        clear(cipher, some, "email", some.email()), clear(cipher, others, "email", others.email()))
                && Objects.equals(
                        clear(cipher, some, "phone", some.phone()), clear(cipher, others, "phone", others.phone()));
    }

    private static @Nullable String clear(
            PersonCipher cipher, Details details, String field, @Nullable Ciphertext sealed) {
        return sealed == null ? null : cipher.decrypt(details.in(), field, details.keyVersion(), sealed);
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares these
    record PhotoBody(
            @NotNull @Pattern(regexp = "image/(jpeg|png|webp)", message = FORMS)
            String mediaType,

            byte[] content) {

        private static final String FORMS = "Formats acceptés : image/jpeg, image/png, image/webp.";

        @Override
        public String toString() {
            return "PhotoBody[…]";
        }
    }

    @PostMapping("/api/v1/persons/{id}/photo")
    ResponseEntity<Accepted> setPhoto(@PathVariable PersonId id, @RequestBody PhotoBody body, Request request) {
        var picture = Picture.of(body.mediaType()).orElseThrow();
        requirePicture(picture, body.content());
        answers.enter(id, UnknownTarget::new, request);
        var cipher = cipherOf(id);
        var photo = cipher.encrypt(
                PersonPhotoSet.class, "photo", Base64.getEncoder().encodeToString(body.content()));
        return answers.ok(new SetPersonPhoto(id, photo, picture, cipher.version()), request);
    }

    private static void requirePicture(Picture picture, byte[] content) {
        var violations = new ArrayList<Violation>();
        if (content.length > Picture.LARGEST) {
            violations.add(new Violation("content", "Une photo ne dépasse pas 256 Kio."));
        }
        if (!picture.isFormOf(content)) {
            violations.add(new Violation("content", "Ce n’est pas une image du format annoncé."));
        }
        if (!violations.isEmpty()) {
            throw InvalidRequest.body(violations);
        }
    }

    record PersonErasureBody(@NotBlank @Size(max = 2_000) String reason) {}

    /** Who erases again repeats the destruction, should it have failed. */
    @PostMapping("/api/v1/persons/{id}/erasure")
    ResponseEntity<Accepted> erase(@PathVariable PersonId id, @RequestBody PersonErasureBody body, Request request) {
        var answer = answers.ok(new ErasePerson(id, body.reason()), request);
        erasures.carryOut(id);
        return answer;
    }

    /** Without a key there is nothing to decide on: the person is unknown, or was erased. */
    private PersonCipher cipherOf(PersonId id) {
        return keys.open(id).orElseThrow(() -> {
            var erased = look.<PersonEvent, Boolean>state(
                    id,
                    PersonEvent.class,
                    (before, event) -> Boolean.TRUE.equals(before) || event instanceof PersonErased);
            if (erased == null) {
                return new UnknownTarget();
            }
            if (erased || erasures.remember(id)) {
                return new PersonIsErased();
            }
            return new IllegalStateException("The vault has lost the key of a person who was not erased: " + id);
        });
    }
}
