package org.maillage.query.access;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.maillage.query.UnknownResource;

/** What a question can name: in its path behind a segment, or as a parameter. */
enum Thing {
    EPN("epns", "epnId", UnknownResource::epn),
    PERSON("persons", "personId", UnknownResource::person),
    PROJECT("projects", "projectId", UnknownResource::project),
    PARTNER("partners", "partnerId", UnknownResource::partner),
    PARTNERSHIP("partnerships", "partnershipId", UnknownResource::partnership),
    CONVENTION("conventions", "conventionId", UnknownResource::convention),
    SESSION("sessions", "sessionId", UnknownResource::session),
    TIME_ENTRY("time-entries", "timeEntryId", UnknownResource::timeEntry),
    BILAN("bilans", "bilanId", UnknownResource::bilan),
    FUNDING_AGREEMENT("funding-agreements", "fundingAgreementId", UnknownResource::fundingAgreement),
    DELIVERABLE("deliverables", "deliverableId", UnknownResource::deliverable),
    IMAGE_CONSENT("image-consents", "imageConsentId", UnknownResource::imageConsent),
    DATE_POLL("date-polls", "datePollId", UnknownResource::datePoll);

    private final String segment;
    private final String parameter;
    private final Supplier<UnknownResource> unknown;

    Thing(String segment, String parameter, Supplier<UnknownResource> unknown) {
        this.segment = segment;
        this.parameter = parameter;
        this.unknown = unknown;
    }

    /** What stands behind {@code /sessions/}. */
    static Optional<Thing> ofSegment(String segment) {
        return Arrays.stream(values())
                .filter(thing -> thing.segment.equals(segment))
                .findFirst();
    }

    /** What {@code sessionId} means. */
    static Optional<Thing> ofParameter(String name) {
        return Arrays.stream(values())
                .filter(thing -> thing.parameter.equals(name))
                .findFirst();
    }

    /** What is told of one that does not exist, and of one that the caller may not know of. */
    UnknownResource unknown() {
        return unknown.get();
    }
}
