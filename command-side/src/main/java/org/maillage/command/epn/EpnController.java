package org.maillage.command.epn;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.epn.EpnCommand.*;
import org.maillage.command.ledger.Claims;
import org.maillage.kernel.Ids;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.Subject;
import org.maillage.kernel.convention.TemplateStep;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.funding.FundingId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.Violation;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class EpnController {

    private final Answers answers;
    private final Claims claims;

    EpnController(Answers answers, Claims claims) {
        this.answers = answers;
        this.claims = claims;
    }

    record EpnBody(
            @NotBlank @Size(max = 200) String name,
            @NotNull LegalForm legalForm,
            @Nullable Siret siret,
            @NotNull CommuneCode communeCode,
            @NotNull @Size(max = 100) List<@NotBlank @Size(max = 300) String> missions,
            @NotNull @Size(max = 100) List<@NotBlank @Size(max = 300) String> audiences,
            @Nullable @Min(1) @Max(1_000) Integer activePartnershipThreshold,
            @Nullable @Size(max = 100) List<@NotBlank @Size(max = 300) String> domains,
            @Nullable @Size(max = 2_000) String positioning) {}

    @PostMapping("/api/v1/epns")
    ResponseEntity<Accepted> register(@RequestBody EpnBody body, Request request) {
        var id = new EpnId(Ids.next());
        return answers.created(
                "/api/v1/epns/" + id,
                new RegisterEpn(
                        id,
                        body.name(),
                        body.legalForm(),
                        body.siret(),
                        body.communeCode(),
                        body.missions(),
                        body.audiences(),
                        body.activePartnershipThreshold(),
                        body.domains() == null ? List.of() : body.domains(),
                        body.positioning(),
                        request.subject()),
                request);
    }

    record AccessGrantBody(
            @NotNull Subject subject,
            @NotNull @Size(min = 1, max = 7) List<@NotNull AccessRole> roles,
            @Nullable PersonId personId,
            @Nullable PartnerId partnerId) {}

    @PostMapping("/api/v1/epns/{id}/access-grants")
    ResponseEntity<Accepted> grantAccess(@PathVariable EpnId id, @RequestBody AccessGrantBody body, Request request) {
        if (!body.roles().stream().allMatch(AccessRole::isGranted)) {
            throw InvalidRequest.body(
                    List.of(new Violation("roles", "Aucun espace n’accorde le rôle d’exploitant de la plateforme.")));
        }
        if (body.roles().contains(AccessRole.PARTENAIRE) && body.partnerId() == null) {
            throw InvalidRequest.body(
                    List.of(new Violation("partnerId", "Qui agit pour un partenaire : indiquez lequel.")));
        }
        return answers.ok(
                new GrantAccess(id, body.subject(), body.roles(), body.personId(), body.partnerId()), request);
    }

    record AccessRevocationBody(
            @NotNull Subject subject,
            @NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/epns/{id}/access-revocations")
    ResponseEntity<Accepted> revokeAccess(
            @PathVariable EpnId id, @RequestBody AccessRevocationBody body, Request request) {
        return answers.ok(new RevokeAccess(id, body.subject(), body.reason()), request);
    }

    record StaffBody(@NotNull PersonId personId, @NotNull Role role) {}

    @PostMapping("/api/v1/epns/{id}/staff")
    ResponseEntity<Accepted> appointStaff(@PathVariable EpnId id, @RequestBody StaffBody body, Request request) {
        return answers.ok(new AppointStaff(id, body.personId(), body.role()), request);
    }

    record HourlyRateBody(
            @Nullable PersonId personId,
            @Nullable Role role,
            @NotNull Money amount,
            @NotNull LocalDate effectiveFrom) {}

    @PostMapping("/api/v1/epns/{id}/hourly-rates")
    ResponseEntity<Accepted> setHourlyRate(@PathVariable EpnId id, @RequestBody HourlyRateBody body, Request request) {
        if ((body.personId() == null) == (body.role() == null)) {
            throw InvalidRequest.body(List.of(
                    new Violation("personId", "Indiquez soit une personne, soit une fonction, mais pas les deux.")));
        }
        return answers.ok(
                new SetHourlyRate(id, body.personId(), body.role(), body.amount(), body.effectiveFrom()), request);
    }

    record MissionsBody(@NotNull @Size(max = 100) List<@NotBlank @Size(max = 300) String> missions) {}

    @PostMapping("/api/v1/epns/{id}/missions")
    ResponseEntity<Accepted> reviseMissions(@PathVariable EpnId id, @RequestBody MissionsBody body, Request request) {
        return answers.ok(new ReviseEpnMissions(id, body.missions()), request);
    }

    record PositioningBody(
            @NotNull @Size(max = 100) List<@NotBlank @Size(max = 300) String> domains,
            @Nullable @Size(max = 2_000) String positioning) {}

    @PostMapping("/api/v1/epns/{id}/positioning")
    ResponseEntity<Accepted> position(@PathVariable EpnId id, @RequestBody PositioningBody body, Request request) {
        return answers.ok(new PositionEpn(id, body.domains(), body.positioning()), request);
    }

    record FundingBody(
            @NotNull EpnId epnId,
            @NotBlank @Size(max = 200) String funder,
            @NotNull @Size(max = 100) List<@NotBlank @Size(max = 300) String> missions,
            @NotNull Boolean exclusive,
            @Nullable Money amount,
            @NotNull LocalDate from,
            @Nullable LocalDate until) {}

    @PostMapping("/api/v1/funding-agreements")
    ResponseEntity<Accepted> declareFunding(@RequestBody FundingBody body, Request request) {
        if (body.until() != null && body.until().isBefore(body.from())) {
            throw InvalidRequest.body(
                    List.of(new Violation("until", "La fin d’un financement ne peut pas précéder son début.")));
        }
        var funding = new FundingId(Ids.next());
        return answers.created(
                "/api/v1/funding-agreements/" + funding,
                funding,
                new DeclareFunding(
                        body.epnId(),
                        funding,
                        body.funder(),
                        body.missions(),
                        body.exclusive(),
                        body.amount(),
                        body.from(),
                        body.until()),
                request);
    }

    record FundingEndBody(
            @NotNull LocalDate endedOn,
            @Nullable @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/funding-agreements/{id}/end")
    ResponseEntity<Accepted> endFunding(@PathVariable FundingId id, @RequestBody FundingEndBody body, Request request) {
        var epn = claims.owner(Epn.FUNDING_CLAIM, id.toString());
        if (epn == null) {
            throw new UnknownFunding();
        }
        return answers.ok(id, new EndFunding(new EpnId(epn), id, body.endedOn(), body.reason()), request);
    }

    record ThresholdsBody(
            @Nullable @Min(1) @Max(3_650) Integer staleCardDays,
            @Nullable @Min(0) @Max(3_650) Integer analysisDelayDays,
            @Nullable @Min(0) @Max(3_650) Integer lateBilanMeetingDays,
            @Nullable Money sizeableContribution,
            @Nullable @Min(1) @Max(1_000) Integer activePartnerships,
            @Nullable @Min(0) @Max(3_650) Integer expiryNoticeDays) {}

    @PostMapping("/api/v1/epns/{id}/thresholds")
    ResponseEntity<Accepted> setThresholds(@PathVariable EpnId id, @RequestBody ThresholdsBody body, Request request) {
        return answers.ok(
                new SetThresholds(
                        id,
                        body.staleCardDays(),
                        body.analysisDelayDays(),
                        body.lateBilanMeetingDays(),
                        body.sizeableContribution(),
                        body.activePartnerships(),
                        body.expiryNoticeDays()),
                request);
    }

    record TemplateStepBody(
            @NotBlank @Size(max = 200) String name,
            @Nullable PersonId deciderId,
            @Nullable @Min(0) @Max(3_650) Integer withinDays) {}

    record CircuitTemplateBody(
            @NotNull PartnerKind partnerKind,
            @NotNull @Size(max = 50) List<@NotNull @Valid TemplateStepBody> steps) {}

    @PostMapping("/api/v1/epns/{id}/circuit-templates")
    ResponseEntity<Accepted> setCircuitTemplate(
            @PathVariable EpnId id, @RequestBody CircuitTemplateBody body, Request request) {
        return answers.ok(new SetCircuitTemplate(id, body.partnerKind(), template(body.steps())), request);
    }

    private static List<TemplateStep> template(List<TemplateStepBody> steps) {
        var names = new HashSet<String>();
        for (int i = 0; i < steps.size(); i++) {
            if (!names.add(steps.get(i).name())) {
                throw InvalidRequest.body(List.of(new Violation(
                        "steps[" + i + "].name", "Deux étapes d’un circuit ne peuvent pas porter le même nom.")));
            }
        }
        return steps.stream()
                .map(step -> new TemplateStep(step.name(), step.deciderId(), step.withinDays()))
                .toList();
    }
}
