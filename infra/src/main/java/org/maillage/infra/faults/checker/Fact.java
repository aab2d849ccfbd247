package org.maillage.infra.faults.checker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A stored event, read once for all folds. */
final class Fact {

    /** Where the business day changes. */
    static final ZoneId ZONE = ZoneId.of("Europe/Paris");

    final StoredEvent event;
    final Family family;
    final JsonNode json;
    final @Nullable String actor;

    private Fact(StoredEvent event, Family family) {
        this.event = event;
        this.family = family;
        this.json = event.json();
        var actor = Json.text(Json.read(event.metadata()), "actor");
        this.actor = actor == null || actor.isEmpty() ? null : actor;
    }

    /** Null for a type that nobody knows: the check of the store has said so. */
    static @Nullable Fact of(StoredEvent event) {
        var family = Family.of(event.type());
        return family == null ? null : new Fact(event, family);
    }

    String type() {
        return event.type();
    }

    String data() {
        return new String(event.payload(), UTF_8);
    }

    /** The aggregate that decided it. */
    String subject() {
        return event.aggregate().toString();
    }

    String key() {
        return event.key().toString();
    }

    String epn() {
        return text(family == Family.EPN ? "id" : "epnId");
    }

    /** Of those who are decided by the partnership's key, whatever they are. */
    String partnership() {
        return text(family == Family.PARTNERSHIP ? "id" : "partnershipId");
    }

    String text(String field) {
        return Objects.requireNonNull(Json.text(json, field), field);
    }

    @Nullable
    JsonNode get(String field) {
        return json.get(field);
    }

    /** Each once, in their order. */
    Set<String> ids(String field) {
        return new LinkedHashSet<>(Json.texts(json, field));
    }

    static LocalDate day(Instant instant) {
        return instant.atZone(ZONE).toLocalDate();
    }

    /** The day on which it happened: the one that it names, or else the one on which it was recorded. */
    LocalDate happened() {
        var field = switch (type()) {
            case "ExchangeLogged",
                    "PartnerPresenceRecorded",
                    "PartnerExchangeLogged",
                    "PartnerCardConfirmed",
                    "PartnerInvited",
                    "GreetingSent",
                    "ConsentRefused",
                    "ConsentWithdrawn" -> "on";
            case "ContributionReceived", "ReceiptCorrected" -> "receivedOn";
            case "DirectCostRecorded", "DirectCostCorrected" -> "incurredOn";
            case "ActionStarted" -> "startedOn";
            case "ActionCompleted" -> "completedOn";
            case "SupportGranted" -> "decidedOn";
            case "MilestoneReached" -> "reachedOn";
            case "ConventionSigned", "ConsentGranted" -> "signedOn";
            case "MunicipalActAttached" -> "adoptedOn";
            case "ConventionTerminated" -> "terminatedOn";
            case "ConventionExpired" -> "expiredOn";
            case "TimeLogged", "TimeCorrected" -> "day";
            default -> null;
        };
        return field == null ? day(event.recordedAt()) : LocalDate.parse(text(field));
    }
}
