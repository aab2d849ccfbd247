package org.maillage.query.cards;

import java.util.function.Supplier;
import org.maillage.query.UnknownResource;

/** What a card is about. */
enum Kind {
    EPN(UnknownResource::epn),
    PERSON(UnknownResource::person),
    /** Apart from its person: it is large, and few questions want it. */
    PORTRAIT(UnknownResource::photo),
    PROJECT(UnknownResource::project),
    PARTNER(UnknownResource::partner),
    PARTNERSHIP(UnknownResource::partnership),
    CONVENTION(UnknownResource::convention),
    SESSION(UnknownResource::session),
    /** A list only: of each session the first one of its series. */
    SERIES(UnknownResource::session),
    BILAN(UnknownResource::bilan),
    /** What the events of a centre say of one agreement. */
    FUNDING(UnknownResource::fundingAgreement),
    DELIVERABLE(UnknownResource::deliverable),
    CONSENT(UnknownResource::imageConsent),
    POLL(UnknownResource::datePoll);

    private final Supplier<UnknownResource> unknown;

    Kind(Supplier<UnknownResource> unknown) {
        this.unknown = unknown;
    }

    UnknownResource unknown() {
        return unknown.get();
    }
}
