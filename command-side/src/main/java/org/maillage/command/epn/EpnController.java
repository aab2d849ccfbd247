package org.maillage.command.epn;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.epn.EpnCommand.*;
import org.maillage.kernel.Ids;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.organisation.Siret;
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

    EpnController(Answers answers) {
        this.answers = answers;
    }

    record EpnBody(
            @NotBlank @Size(max = 200) String name,
            @NotNull LegalForm legalForm,
            @Nullable Siret siret,
            @NotNull CommuneCode communeCode,
            @NotNull @Size(max = 100) List<@NotBlank @Size(max = 300) String> missions,
            @NotNull @Size(max = 100) List<@NotBlank @Size(max = 300) String> audiences,
            @Nullable @Min(1) @Max(1_000) Integer activePartnershipThreshold) {}

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
                        body.activePartnershipThreshold()),
                request);
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
}
