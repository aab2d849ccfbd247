package org.maillage.infra.issuer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.Subject;

/**
 * Somebody of the demonstration who can sign in.
 *
 * @param login what they type, the claim of their role
 * @param name as the demonstration calls them
 * @param subject what the issuer calls them, for ever
 */
public record DemoPerson(AccessRole role, String login, String name, Subject subject, String password) {

    private static final String FILE = "demo-people.json";

    private record Known(AccessRole role, String name) {}

    private static final List<Known> PEOPLE = List.of(
            new Known(AccessRole.RESPONSABLE, "Claire Besnard"),
            new Known(AccessRole.ANIMATEUR, "Inès Maillard"),
            new Known(AccessRole.DECIDEUR, "Bernard Leroux"),
            new Known(AccessRole.PARTENAIRE, "Odile Fournier"),
            new Known(AccessRole.AUDITEUR, "Hélène Caron"));

    /** Where they lie, with their passwords. */
    public static Path file(Path dataDir) {
        return dataDir.resolve(FILE);
    }

    /** Those that the file has, and those that it lacks. */
    static List<DemoPerson> readOrCreate(Path dataDir) {
        var file = file(dataDir);
        var kept = SecretFile.read(file, DemoPerson[].class).map(Arrays::asList).orElse(List.of());
        var people = PEOPLE.stream()
                .map(known -> kept.stream()
                        .filter(person -> person.role() == known.role())
                        .findFirst()
                        .orElseGet(() -> made(known)))
                .toList();
        if (!people.equals(kept)) {
            SecretFile.write(file, people);
        }
        return people;
    }

    private static DemoPerson made(Known known) {
        return new DemoPerson(
                known.role(),
                known.role().claim(),
                known.name(),
                new Subject(UUID.randomUUID().toString()),
                RandomText.password());
    }

    /** Never the password. */
    @Override
    public String toString() {
        return login;
    }
}
