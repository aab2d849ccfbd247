package org.maillage.infra.faults.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClaimsCheckTest {

    private static final String OTHER = "0199d3a0-7c00-7000-8000-0000000000aa";

    private static Past past() {
        return new Past()
                .add(1, "PartnerRegistered")
                .add(2, "PartnershipProposed")
                .add(3, "ConventionDrafted")
                .add(4, "ConsentRequested")
                .add(5, "TimeLogged")
                .add(6, "BilanDrafted")
                .add(6, "FundingDeclared");
    }

    private static Ledger.Claim claim(String kind, String key, String owner) {
        return new Ledger.Claim(kind, key, UUID.fromString(owner));
    }

    private static List<Ledger.Claim> claims() {
        return new ArrayList<>(List.of(
                claim("partner-siret", Past.CENTRE + "/99900010200015", Past.PARTNER),
                claim("open-proposal", Past.CENTRE + "/" + Past.PARTNER + "/" + Past.PROJECT, Past.PARTNERSHIP),
                claim("live-convention", Past.PARTNERSHIP, "0199d3a0-7c00-7000-8000-000000000006"),
                claim("image-consent", Past.PROJECT + "/" + Past.PERSON, "0199d3a0-7c00-7000-8000-000000000028"),
                claim("time-entry", "0199d3a0-7c00-7000-8000-000000000032", "0199d3a0-7c00-7000-8000-000000000008"),
                claim("bilan", Past.PARTNERSHIP, "0199d3a0-7c00-7000-8000-000000000009"),
                claim("funding-agreement", "0199d3a0-7c00-7000-8000-000000000020", Past.CENTRE)));
    }

    private static List<String> found(Past past, List<Ledger.Claim> claims) throws Exception {
        return Past.found(new ClaimsCheck(past.events(), claims));
    }

    @Test
    void claims_that_follow_from_the_events_are_right() throws Exception {
        assertThat(found(past(), claims())).isEmpty();
    }

    @Test
    void two_partners_with_one_siret_are_found() throws Exception {
        assertThat(found(past().add(8, "PartnerRegistered", Map.of("id", OTHER)), claims()))
                .anyMatch(finding -> finding.contains("position 8")
                        && finding.contains("partner-siret")
                        && finding.contains(Past.PARTNER + " holds it"));
    }

    @Test
    void a_siret_is_free_again_once_its_partner_is_merged_or_has_another() throws Exception {
        var claims = claims();
        claims.set(0, claim("partner-siret", Past.CENTRE + "/99900010200015", OTHER));

        assertThat(found(past().add(8, "PartnerCardMerged").add(9, "PartnerRegistered", Map.of("id", OTHER)), claims))
                .isEmpty();

        claims.add(claim("partner-siret", Past.CENTRE + "/21990001600011", Past.PARTNER));
        assertThat(found(
                        past().add(8, "PartnerRevised", Map.of("siret", "21990001600011"))
                                .add(8, "PartnerRegistered", Map.of("id", OTHER)),
                        claims))
                .isEmpty();
    }

    @Test
    void two_open_proposals_of_one_partner_and_project_are_found() throws Exception {
        assertThat(found(past().add(8, "PartnershipProposed", Map.of("id", OTHER)), claims()))
                .anyMatch(finding -> finding.contains("position 8") && finding.contains("open-proposal"));
    }

    @Test
    void a_proposal_that_ended_leaves_room_for_another() throws Exception {
        for (var end : List.of(
                "PartnershipDeclined",
                "ProposalWithdrawn",
                "PartnershipTerminated",
                "FollowUpDecided",
                "PartnerLeft")) {
            var claims = claims();
            claims.set(1, claim("open-proposal", Past.CENTRE + "/" + Past.PARTNER + "/" + Past.PROJECT, OTHER));

            assertThat(found(past().add(8, end).add(8, "PartnershipProposed", Map.of("id", OTHER)), claims))
                    .as(end)
                    .isEmpty();
        }
    }

    @Test
    void two_live_conventions_and_two_consents_are_found() throws Exception {
        assertThat(found(
                        past().add(8, "ConventionDrafted", Map.of("id", OTHER))
                                .add(8, "ConsentRequested", Map.of("id", OTHER)),
                        claims()))
                .anyMatch(finding -> finding.contains("position 8") && finding.contains("live-convention"))
                .anyMatch(finding -> finding.contains("position 9") && finding.contains("image-consent"));
    }

    @Test
    void a_claim_that_nobody_made_one_that_lacks_and_one_held_twice_are_found() throws Exception {
        var claims = claims();
        claims.set(0, claim("partner-siret", "elsewhere/1", OTHER));
        claims.add(claims.getLast());

        assertThat(found(past(), claims))
                .anyMatch(finding -> finding.contains("elsewhere/1") && finding.contains("nobody holds it"))
                .anyMatch(finding -> finding.contains("but nobody has it"))
                .anyMatch(finding -> finding.contains("funding-agreement") && finding.contains("held twice"));
    }
}
