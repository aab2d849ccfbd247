package org.maillage.command.partner;

import static org.maillage.command.Absent.orEmpty;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.partner.PartnerCommand.*;
import org.maillage.kernel.Ids;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Rna;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.person.PersonId;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class PartnerController {

    private final Answers answers;

    PartnerController(Answers answers) {
        this.answers = answers;
    }

    record PartnerBody(
            @NotNull EpnId epnId,
            @NotBlank @Size(max = 200) String name,
            @NotNull PartnerKind kind,
            @Nullable Siret siret,
            @Nullable Rna rna,
            @Nullable CommuneCode communeCode,
            @Nullable @Size(max = 100) List<@NotBlank @Size(max = 300) String> audiences,
            @Nullable @Size(max = 100) List<@NotBlank @Size(max = 300) String> domains,
            @Nullable @Size(max = 500) String source) {}

    @PostMapping("/api/v1/partners")
    ResponseEntity<Accepted> register(@RequestBody PartnerBody body, Request request) {
        var id = new PartnerId(Ids.next());
        return answers.created(
                "/api/v1/partners/" + id,
                new RegisterPartner(
                        id,
                        body.epnId(),
                        body.name(),
                        body.kind(),
                        body.siret(),
                        body.rna(),
                        body.communeCode(),
                        orEmpty(body.audiences()),
                        orEmpty(body.domains()),
                        body.source()),
                request);
    }

    record ContactBody(@NotNull PersonId personId, @NotNull Role role) {}

    @PostMapping("/api/v1/partners/{id}/contacts")
    ResponseEntity<Accepted> addContact(@PathVariable PartnerId id, @RequestBody ContactBody body, Request request) {
        return answers.ok(new AddContact(id, body.personId(), body.role()), request);
    }

    record PartnerExchangeBody(
            @NotNull ExchangeChannel channel,
            @NotNull @PastOrPresent LocalDate on,
            @Nullable @Size(max = 5_000) String note,
            @Nullable PersonId contactId) {}

    @PostMapping("/api/v1/partners/{id}/exchanges")
    ResponseEntity<Accepted> logExchange(
            @PathVariable PartnerId id, @RequestBody PartnerExchangeBody body, Request request) {
        return answers.ok(
                new LogPartnerExchange(id, body.channel(), body.on(), body.note(), body.contactId()), request);
    }

    record CardConfirmationBody(@NotNull @PastOrPresent LocalDate on) {}

    @PostMapping("/api/v1/partners/{id}/card-confirmation")
    ResponseEntity<Accepted> confirmCard(
            @PathVariable PartnerId id, @RequestBody CardConfirmationBody body, Request request) {
        return answers.ok(new ConfirmPartnerCard(id, body.on()), request);
    }
}
