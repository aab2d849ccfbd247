package org.maillage.kernel.access;

import static org.maillage.kernel.access.AccessRole.ADMINISTRATEUR;
import static org.maillage.kernel.access.AccessRole.ANIMATEUR;
import static org.maillage.kernel.access.AccessRole.AUDITEUR;
import static org.maillage.kernel.access.AccessRole.DECIDEUR;
import static org.maillage.kernel.access.AccessRole.EXPLOITANT;
import static org.maillage.kernel.access.AccessRole.INTEGRATION;
import static org.maillage.kernel.access.AccessRole.PARTENAIRE;
import static org.maillage.kernel.access.AccessRole.RESPONSABLE;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which role may send which command and ask which query: the one table. What is not in it is open to nobody. It says nothing
 * about centres: a role is held in a centre, and opens what is that centre's alone. What runs the platform is no centre's.
 */
public final class AccessTable {

    private static final Map<String, Set<AccessRole>> ROWS = new Rows()
            .open("""
                POST /epns
                POST /epns/{id}/access-grants
                POST /epns/{id}/access-revocations
                """, ADMINISTRATEUR)
            .open("""
                GET  /epns/{id}/access-grants
                """, RESPONSABLE, AUDITEUR, ADMINISTRATEUR)

            // What the centre is, has, and decides.
            .open("""
                POST /epns/{id}/circuit-templates
                POST /epns/{id}/hourly-rates
                POST /epns/{id}/missions
                POST /epns/{id}/positioning
                POST /epns/{id}/staff
                POST /epns/{id}/thresholds
                POST /funding-agreements
                POST /funding-agreements/{id}/end
                POST /projects
                POST /projects/{id}/acquisition-modes
                POST /projects/{id}/domains
                POST /projects/{id}/image-contexts
                POST /projects/{id}/missions
                POST /projects/{id}/need-withdrawals
                POST /projects/{id}/needs
                POST /projects/{id}/strategic-fit
                POST /partners/imports
                POST /partners/{id}/merger
                POST /partnerships
                POST /partnerships/{id}/agreement-without-convention
                POST /partnerships/{id}/bilan-meeting
                POST /partnerships/{id}/completion
                POST /partnerships/{id}/cumulation-waivers
                POST /partnerships/{id}/decline
                POST /partnerships/{id}/direct-cost-corrections
                POST /partnerships/{id}/follow-up
                POST /partnerships/{id}/negotiation
                POST /partnerships/{id}/partner-removals
                POST /partnerships/{id}/partners
                POST /partnerships/{id}/pilot
                POST /partnerships/{id}/pledge-amendments
                POST /partnerships/{id}/pledges
                POST /partnerships/{id}/posture
                POST /partnerships/{id}/proposal-revisions
                POST /partnerships/{id}/receipt-corrections
                POST /partnerships/{id}/receipts
                POST /partnerships/{id}/responsibilities
                POST /partnerships/{id}/resumption
                POST /partnerships/{id}/start
                POST /partnerships/{id}/supports-granted
                POST /partnerships/{id}/suspension
                POST /partnerships/{id}/termination
                POST /partnerships/{id}/withdrawal
                POST /conventions/{id}/avenants
                POST /conventions/{id}/deciders
                POST /conventions/{id}/expiry
                POST /conventions/{id}/submission
                POST /conventions/{id}/termination
                POST /bilans
                POST /bilans/{id}/finalisation
                POST /bilans/{id}/reopening
                POST /bilans/{id}/revisions
                POST /bilans/{id}/shares
                """, RESPONSABLE, ADMINISTRATEUR)

            // Personal data: whoever answers for it.
            .open("""
                POST /persons/{id}/erasure
                GET  /persons/{id}/access-export
                GET  /persons/erasures-due
                """, RESPONSABLE, ADMINISTRATEUR)

            // The daily work.
            .open("""
                POST /documents
                POST /persons
                POST /persons/{id}/photo
                POST /persons/{id}/revisions
                POST /partners
                POST /partners/{id}/card-confirmation
                POST /partners/{id}/channel-constraints
                POST /partners/{id}/contact-removals
                POST /partners/{id}/contact-roles
                POST /partners/{id}/contacts
                POST /partners/{id}/exchanges
                POST /partners/{id}/funding-objection-withdrawals
                POST /partners/{id}/funding-objections
                POST /partners/{id}/greetings
                POST /partners/{id}/invitations
                POST /partners/{id}/revisions
                POST /partners/{id}/tech-familiarity
                POST /partnerships/{id}/direct-costs
                POST /partnerships/{id}/documents
                POST /partnerships/{id}/exchanges
                POST /partnerships/{id}/intangible-benefits
                POST /partnerships/{id}/milestones
                POST /partnerships/{id}/milestones-reached
                POST /partnerships/{id}/partner-presence
                POST /partnerships/{id}/time-constraints
                POST /partnerships/{id}/time-constraints-lifted
                POST /partnerships/{id}/tool-trainings
                POST /partnerships/{id}/tools
                POST /session-series
                POST /sessions
                POST /sessions/{id}/attendance
                POST /sessions/{id}/attendance-corrections
                POST /sessions/{id}/cancellation
                POST /sessions/{id}/held
                POST /sessions/{id}/images
                POST /sessions/{id}/rescheduling
                POST /sessions/{id}/sheet-closure
                POST /deliverables
                POST /deliverables/{id}/licences
                POST /deliverables/{id}/transmissions
                POST /image-consents
                POST /image-consents/{id}/grant
                POST /image-consents/{id}/refusal
                POST /image-consents/{id}/withdrawal
                POST /date-polls
                POST /date-polls/{id}/closure
                """, RESPONSABLE, ANIMATEUR, ADMINISTRATEUR)

            // What people do in their own name, and systems hand on.
            .open("""
                POST /time-entries
                POST /time-entries/{id}/corrections
                POST /time-entry-batches
                """, RESPONSABLE, ANIMATEUR, INTEGRATION, ADMINISTRATEUR)
            .open("""
                POST /partnerships/{id}/authority-clearance
                POST /conventions/{id}/approvals
                POST /conventions/{id}/municipal-acts
                POST /conventions/{id}/rejections
                """, RESPONSABLE, DECIDEUR, INTEGRATION, ADMINISTRATEUR)
            .open("""
                POST /conventions/{id}/signatures
                """, RESPONSABLE, DECIDEUR, PARTENAIRE, INTEGRATION, ADMINISTRATEUR)
            .open("""
                POST /date-polls/{id}/answers
                """, RESPONSABLE, ANIMATEUR, DECIDEUR, PARTENAIRE, INTEGRATION, ADMINISTRATEUR)

            // What a partner writes with the centre.
            .open("""
                POST /conventions
                POST /conventions/{id}/revisions
                POST /bilans/{id}/amendments
                """, RESPONSABLE, PARTENAIRE, ADMINISTRATEUR)

            // What a partner reads with the centre.
            .open("""
                GET  /epns
                GET  /epns/{id}
                GET  /partners/{id}
                GET  /partnerships
                GET  /partnerships/{id}
                GET  /partnerships/{id}/bilan
                GET  /conventions/{id}
                GET  /sessions
                GET  /sessions/{id}
                GET  /bilans/{id}
                GET  /deliverables
                GET  /deliverables/{id}
                GET  /date-polls
                GET  /date-polls/{id}
                GET  /ledger/key
                """, RESPONSABLE, ANIMATEUR, DECIDEUR, PARTENAIRE, AUDITEUR, INTEGRATION, ADMINISTRATEUR)

            // What people of the centre read.
            .open("""
                GET  /documents/{sha256}
                GET  /agenda
                GET  /pipeline
                GET  /epns/{id}/circuit-templates
                GET  /image-consents
                GET  /image-consents/covering
                GET  /image-consents/{id}
                GET  /partners
                GET  /partners/keep-in-touch
                GET  /partners/matches
                GET  /partners/trombinoscope
                GET  /partners/{id}/history
                GET  /partnerships/{id}/history
                GET  /persons
                GET  /persons/{id}
                GET  /persons/{id}/photo
                GET  /projects
                GET  /projects/{id}
                GET  /time-entries
                GET  /time-entries/{id}
                """, RESPONSABLE, ANIMATEUR, DECIDEUR, AUDITEUR, INTEGRATION, ADMINISTRATEUR)

            // Money, and what an hour of somebody's work costs.
            .open("""
                GET  /compliance
                GET  /epns/{id}/portfolio
                GET  /funding-agreements
                GET  /funding-agreements/{id}
                GET  /partners/{id}/time-cost
                GET  /partnerships/{id}/time-cost
                """, RESPONSABLE, DECIDEUR, AUDITEUR, INTEGRATION, ADMINISTRATEUR)

            // Proof.
            .open("""
                GET  /ledger/as-of
                GET  /ledger/checkpoints
                GET  /ledger/consistency
                GET  /ledger/inclusion
                GET  /partnerships/{id}/history/export
                """, RESPONSABLE, AUDITEUR, INTEGRATION, ADMINISTRATEUR)

            // What runs the platform: of no centre, and nobody else's.
            .open("""
                GET  /operations/log
                GET  /operations/parked-keys
                GET  /operations/parked-keys/events
                POST /operations/parked-keys/discards
                POST /operations/parked-keys/retries
                GET  /operations/read-models
                POST /operations/read-models/{name}/rebuilds
                POST /operations/read-models/{name}/removals
                POST /operations/read-models/{name}/returns
                POST /operations/read-models/{name}/switches
                """, EXPLOITANT)
            .rows();

    private AccessTable() {}

    /**
     * To whom an endpoint opens; to nobody when it is not in the table.
     *
     * @param endpoint method and path, without what stands before every path: {@code POST /partnerships/{id}/start}
     */
    public static Set<AccessRole> opensTo(String endpoint) {
        return ROWS.getOrDefault(endpoint, Set.of());
    }

    /** All of it, in the order of the paths' text. */
    public static Map<String, Set<AccessRole>> rows() {
        return ROWS;
    }

    private static final class Rows {

        private final Map<String, Set<AccessRole>> rows = new TreeMap<>();

        Rows open(String endpoints, AccessRole first, AccessRole... others) {
            var roles = Collections.unmodifiableSet(EnumSet.of(first, others));
            endpoints.lines().map(line -> line.replaceAll(" +", " ")).forEach(endpoint -> {
                if (rows.put(endpoint, roles) != null) {
                    throw new IllegalStateException(endpoint + " stands twice in the table");
                }
            });
            return this;
        }

        Map<String, Set<AccessRole>> rows() {
            return Collections.unmodifiableMap(rows);
        }
    }
}
