package org.maillage.command;

import org.maillage.kernel.Id;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;

/** A command names something that does not exist, is of another kind, or belongs to another centre (404). */
public abstract class UnknownReference extends Refusal {

    private static final long serialVersionUID = 1;

    protected UnknownReference(String message) {
        super(message);
    }

    /** The one that fits the kind of an id under which nothing is found. */
    static UnknownReference of(Id id) {
        return switch (id) {
            case EpnId _ -> new UnknownEpn();
            case PersonId _ -> new UnknownPerson();
            case PartnerId _ -> new UnknownPartner();
            case ProjectId _ -> new UnknownProject();
            case PartnershipId _ -> new UnknownPartnership();
            default -> throw new IllegalArgumentException("Nothing new comes under a " + id.getClass());
        };
    }

    @Override
    public final int status() {
        return 404;
    }

    public static final class UnknownEpn extends UnknownReference {
        private static final long serialVersionUID = 1;

        public UnknownEpn() {
            super("Aucun EPN n’a cet identifiant.");
        }
    }

    public static final class UnknownPerson extends UnknownReference {
        private static final long serialVersionUID = 1;

        public UnknownPerson() {
            super("L’EPN ne connaît personne sous cet identifiant.");
        }
    }

    public static final class UnknownPartner extends UnknownReference {
        private static final long serialVersionUID = 1;

        public UnknownPartner() {
            super("L’EPN n’a aucune fiche partenaire sous cet identifiant.");
        }
    }

    public static final class UnknownProject extends UnknownReference {
        private static final long serialVersionUID = 1;

        public UnknownProject() {
            super("L’EPN n’a aucun projet sous cet identifiant.");
        }
    }

    public static final class UnknownPartnership extends UnknownReference {
        private static final long serialVersionUID = 1;

        public UnknownPartnership() {
            super("Aucun partenariat n’a cet identifiant.");
        }
    }

    public static final class UnknownSession extends UnknownReference {
        private static final long serialVersionUID = 1;

        public UnknownSession() {
            super("Le partenariat n’a aucune séance sous cet identifiant.");
        }
    }

    public static final class UnknownFile extends UnknownReference {
        private static final long serialVersionUID = 1;

        public UnknownFile() {
            super("Aucun fichier n’est enregistré sous cette empreinte.");
        }
    }
}
