package org.maillage.infra.faults.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What only one may hold is held by one at any position, and the claims are what the events made of them. */
final class ClaimsCheck implements Check {

    private record Thing(String kind, String key) {}

    private final List<StoredEvent> events;
    private final List<Ledger.Claim> claims;
    private final Map<Thing, UUID> held = new HashMap<>();
    private final Map<UUID, Set<Thing>> holdings = new HashMap<>();
    private final Map<UUID, String> projects = new HashMap<>();

    ClaimsCheck(List<StoredEvent> events, List<Ledger.Claim> claims) {
        this.events = events;
        this.claims = claims;
    }

    @Override
    public String name() {
        return "claims";
    }

    @Override
    public String look(Findings findings) {
        for (var event : events) {
            follow(event, findings);
        }
        var seen = new HashSet<Thing>();
        for (var claim : claims) {
            var thing = new Thing(claim.kind(), claim.key());
            findings.addUnless(seen.add(thing), "the claim " + claim.kind() + " " + claim.key() + " is held twice");
            var owner = held.get(thing);
            findings.addUnless(
                    claim.owner().equals(owner),
                    "the claim " + claim.kind() + " " + claim.key() + " is held by " + claim.owner()
                            + ", but by the events " + (owner == null ? "nobody holds it" : owner + " does"));
        }
        var missing = new TreeMap<String, UUID>();
        held.forEach((thing, owner) -> {
            if (!seen.contains(thing)) {
                missing.put(thing.kind() + " " + thing.key(), owner);
            }
        });
        missing.forEach((claim, owner) ->
                findings.add("by the events " + owner + " holds the claim " + claim + ", but nobody has it"));
        return claims.size() + " claims, followed through " + events.size() + " events";
    }

    private void follow(StoredEvent event, Findings findings) {
        switch (event.type()) {
            case "FundingDeclared" -> take(event, "funding-agreement", text(event.json(), "fundingId"), findings);
            case "TimeLogged" -> take(event, "time-entry", text(event.json(), "entryId"), findings);
            case "PartnerRegistered", "PartnerRevised" -> {
                var json = event.json();
                var siret = Json.text(json, "siret");
                onlyHolding(event, siret == null ? null : text(json, "epnId") + "/" + siret, findings);
            }
            case "PartnerCardMerged" -> onlyHolding(event, null, findings);
            case "ConsentRequested" -> take(event, "image-consent", consent(event.json()), findings);
            case "ConsentRefused", "ConsentWithdrawn" -> release(event, "image-consent", consent(event.json()));
            case "ConventionDrafted" -> take(event, "live-convention", text(event.json(), "partnershipId"), findings);
            case "BilanDrafted" -> take(event, "bilan", text(event.json(), "partnershipId"), findings);
            case "ConventionTerminated", "ConventionExpired" ->
                release(event, "live-convention", text(event.json(), "partnershipId"));
            case "PartnershipProposed" -> {
                var json = event.json();
                projects.put(event.aggregate(), text(json, "projectId"));
                for (var partner : new LinkedHashSet<>(Json.texts(json, "partnerIds"))) {
                    take(event, "open-proposal", proposal(event, json, partner), findings);
                }
            }
            case "PartnerJoined" -> {
                var json = event.json();
                take(event, "open-proposal", proposal(event, json, text(json, "partnerId")), findings);
            }
            case "PartnerLeft" -> {
                var json = event.json();
                release(event, "open-proposal", proposal(event, json, text(json, "partnerId")));
            }
            case "PartnershipDeclined", "ProposalWithdrawn", "PartnershipTerminated", "FollowUpDecided" ->
                new ArrayList<>(holdings.getOrDefault(event.aggregate(), Set.of()))
                        .forEach(thing -> release(event, thing.kind(), thing.key()));
            default -> {}
        }
    }

    private static String text(JsonNode json, String field) {
        return Objects.requireNonNullElse(Json.text(json, field), "");
    }

    private static String consent(JsonNode json) {
        return text(json, "projectId") + "/" + text(json, "personId");
    }

    private String proposal(StoredEvent event, JsonNode json, String partner) {
        return text(json, "epnId") + "/" + partner + "/" + projects.get(event.aggregate());
    }

    private void onlyHolding(StoredEvent event, @Nullable String siret, Findings findings) {
        var wanted = siret == null ? null : new Thing("partner-siret", siret);
        for (var thing : new ArrayList<>(holdings.getOrDefault(event.aggregate(), Set.of()))) {
            if (!thing.equals(wanted)) {
                release(event, thing.kind(), thing.key());
            }
        }
        if (wanted != null) {
            take(event, wanted.kind(), wanted.key(), findings);
        }
    }

    private void take(StoredEvent event, String kind, String key, Findings findings) {
        var thing = new Thing(kind, key);
        var holder = held.put(thing, event.aggregate());
        if (holder != null && !holder.equals(event.aggregate())) {
            findings.add(event.name() + " takes " + kind + " " + key + " for " + event.aggregate() + ", but " + holder
                    + " holds it");
            holdings.getOrDefault(holder, new HashSet<>()).remove(thing);
        }
        holdings.computeIfAbsent(event.aggregate(), _ -> new HashSet<>()).add(thing);
    }

    private void release(StoredEvent event, String kind, String key) {
        var thing = new Thing(kind, key);
        if (held.remove(thing, event.aggregate())) {
            holdings.getOrDefault(event.aggregate(), new HashSet<>()).remove(thing);
        }
    }
}
