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
import org.maillage.kernel.organisation.EpciCode;
import org.maillage.kernel.organisation.Rna;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.partner.ChannelConstraintKind;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partner.TechFamiliarity;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.SessionId;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.Violation;
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
            @Nullable @Size(max = 500) String address,
            @Nullable CommuneCode communeCode,
            @Nullable EpciCode epciCode,
            @Nullable @Size(max = 100) List<@NotBlank @Size(max = 300) String> audiences,
            @Nullable @Size(max = 100) List<@NotBlank @Size(max = 300) String> domains,
            @Nullable @Size(max = 100) List<@NotBlank @Size(max = 300) String> objectives,
            @Nullable @Size(max = 500) String source) {

        Card card() {
            return new Card(
                    name,
                    kind,
                    siret,
                    rna,
                    address,
                    communeCode,
                    epciCode,
                    orEmpty(audiences),
                    orEmpty(domains),
                    orEmpty(objectives),
                    source);
        }
    }

    @PostMapping("/api/v1/partners")
    ResponseEntity<Accepted> register(@RequestBody PartnerBody body, Request request) {
        var id = new PartnerId(Ids.next());
        return answers.created("/api/v1/partners/" + id, new RegisterPartner(id, body.epnId(), body.card()), request);
    }

    /** The full new content: what it leaves out, the card says no longer. */
    record CardBody(
            @NotBlank @Size(max = 200) String name,
            @NotNull PartnerKind kind,
            @Nullable Siret siret,
            @Nullable Rna rna,
            @Nullable @Size(max = 500) String address,
            @Nullable CommuneCode communeCode,
            @Nullable EpciCode epciCode,
            @Nullable @Size(max = 100) List<@NotBlank @Size(max = 300) String> audiences,
            @Nullable @Size(max = 100) List<@NotBlank @Size(max = 300) String> domains,
            @Nullable @Size(max = 100) List<@NotBlank @Size(max = 300) String> objectives,
            @Nullable @Size(max = 500) String source) {

        Card card() {
            return new Card(
                    name,
                    kind,
                    siret,
                    rna,
                    address,
                    communeCode,
                    epciCode,
                    orEmpty(audiences),
                    orEmpty(domains),
                    orEmpty(objectives),
                    source);
        }
    }

    @PostMapping("/api/v1/partners/{id}/revisions")
    ResponseEntity<Accepted> revise(@PathVariable PartnerId id, @RequestBody CardBody body, Request request) {
        return answers.ok(new RevisePartner(id, body.card()), request);
    }

    record ContactBody(@NotNull PersonId personId, @NotNull Role role) {}

    @PostMapping("/api/v1/partners/{id}/contacts")
    ResponseEntity<Accepted> addContact(@PathVariable PartnerId id, @RequestBody ContactBody body, Request request) {
        return answers.ok(new AddContact(id, body.personId(), body.role()), request);
    }

    @PostMapping("/api/v1/partners/{id}/contact-roles")
    ResponseEntity<Accepted> changeContactRole(
            @PathVariable PartnerId id, @RequestBody ContactBody body, Request request) {
        return answers.ok(new ChangeContactRole(id, body.personId(), body.role()), request);
    }

    record ContactRemovalBody(@NotNull PersonId personId) {}

    @PostMapping("/api/v1/partners/{id}/contact-removals")
    ResponseEntity<Accepted> removeContact(
            @PathVariable PartnerId id, @RequestBody ContactRemovalBody body, Request request) {
        return answers.ok(new RemoveContact(id, body.personId()), request);
    }

    record TechFamiliarityBody(@NotNull TechFamiliarity level) {}

    @PostMapping("/api/v1/partners/{id}/tech-familiarity")
    ResponseEntity<Accepted> setTechFamiliarity(
            @PathVariable PartnerId id, @RequestBody TechFamiliarityBody body, Request request) {
        return answers.ok(new SetTechFamiliarity(id, body.level()), request);
    }

    record ChannelConstraintBody(
            @Nullable PersonId contactId,
            @NotNull ChannelConstraintKind kind,
            @Nullable @Size(max = 2_000) String note) {}

    @PostMapping("/api/v1/partners/{id}/channel-constraints")
    ResponseEntity<Accepted> noteChannelConstraint(
            @PathVariable PartnerId id, @RequestBody ChannelConstraintBody body, Request request) {
        return answers.ok(new NoteChannelConstraint(id, body.contactId(), body.kind(), body.note()), request);
    }

    record FundingObjectionBody(
            @NotBlank @Size(max = 200) String funder,
            @Nullable @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/partners/{id}/funding-objections")
    ResponseEntity<Accepted> declareFundingObjection(
            @PathVariable PartnerId id, @RequestBody FundingObjectionBody body, Request request) {
        return answers.ok(new DeclareFundingObjection(id, body.funder(), body.reason()), request);
    }

    record FundingObjectionWithdrawalBody(
            @NotBlank @Size(max = 200) String funder,
            @NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/partners/{id}/funding-objection-withdrawals")
    ResponseEntity<Accepted> withdrawFundingObjection(
            @PathVariable PartnerId id, @RequestBody FundingObjectionWithdrawalBody body, Request request) {
        return answers.ok(new WithdrawFundingObjection(id, body.funder(), body.reason()), request);
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

    record InvitationBody(
            @NotNull PartnershipId partnershipId,
            @Nullable SessionId sessionId,
            @NotNull @PastOrPresent LocalDate on,
            @Nullable @Size(max = 2_000) String note) {}

    @PostMapping("/api/v1/partners/{id}/invitations")
    ResponseEntity<Accepted> invite(@PathVariable PartnerId id, @RequestBody InvitationBody body, Request request) {
        return answers.ok(
                new InvitePartner(id, body.partnershipId(), body.sessionId(), body.on(), body.note()), request);
    }

    record GreetingBody(
            @NotNull @PastOrPresent LocalDate on,
            @Nullable ExchangeChannel channel,
            @Nullable @Size(max = 2_000) String note) {}

    @PostMapping("/api/v1/partners/{id}/greetings")
    ResponseEntity<Accepted> sendGreeting(@PathVariable PartnerId id, @RequestBody GreetingBody body, Request request) {
        return answers.ok(new SendGreeting(id, body.on(), body.channel(), body.note()), request);
    }

    record CardConfirmationBody(@NotNull @PastOrPresent LocalDate on) {}

    @PostMapping("/api/v1/partners/{id}/card-confirmation")
    ResponseEntity<Accepted> confirmCard(
            @PathVariable PartnerId id, @RequestBody CardConfirmationBody body, Request request) {
        return answers.ok(new ConfirmPartnerCard(id, body.on()), request);
    }

    record MergerBody(@NotNull PartnerId into) {}

    @PostMapping("/api/v1/partners/{id}/merger")
    ResponseEntity<Accepted> merge(@PathVariable PartnerId id, @RequestBody MergerBody body, Request request) {
        if (body.into().equals(id)) {
            throw InvalidRequest.body(List.of(
                    new Violation("into", "Une fiche ne fusionne pas avec elle-même : indiquez l’autre fiche.")));
        }
        return answers.ok(new MergePartnerCard(id, body.into()), request);
    }
}
