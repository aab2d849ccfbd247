package org.maillage.query.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.wire.TextValues;
import org.maillage.query.FullNames;
import org.maillage.query.UnknownResource;
import org.maillage.query.intake.AsOf;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who may do what in a centre. */
@Component
final class AccessGrants {

    private static final String EXISTS = """
        select exists (select from access_v1.centre_fact where epn = :epn and recorded_at <= :asOf)
        """;

    /** The last fact of each account, unless it was a revocation. */
    private static final String IN_FORCE = """
        select *
        from (
            select distinct on (subject) subject, roles, person, partner, actor, recorded_at, position
            from access_v1.grant_fact
            where epn = :epn and recorded_at <= :asOf
            order by subject, position desc) held
        where roles is not null and position > :after
        order by position
        limit :limit
        """;

    private final JdbcClient database;
    private final FullNames names;

    AccessGrants(JdbcClient database, FullNames names) {
        this.database = database;
        this.names = names;
    }

    /**
     * What a centre lets somebody be.
     *
     * @param subject what the issuer calls them
     * @param personId who that is, when the centre knows
     * @param partnerId for whom a partner's people act
     * @param grantedBy the person or else the account that said so
     */
    record AccessGrant(
            String subject,
            List<AccessRole> roles,
            @Nullable UUID personId,
            @Nullable String personName,
            @Nullable UUID partnerId,
            Instant since,
            @Nullable String grantedBy,
            @Nullable String grantedByName) {}

    record Held(
            long position,
            String subject,
            List<AccessRole> roles,
            @Nullable UUID person,
            @Nullable UUID partner,
            @Nullable String actor,
            Instant since) {

        static Held of(ResultSet row, int number) throws SQLException {
            return new Held(
                    row.getLong("position"),
                    row.getString("subject"),
                    Arrays.stream(row.getString("roles").split(","))
                            .map(AccessRole::valueOf)
                            .toList(),
                    row.getObject("person", UUID.class),
                    row.getObject("partner", UUID.class),
                    row.getString("actor"),
                    row.getObject("recorded_at", OffsetDateTime.class).toInstant());
        }

        /** Null for an account, whose name nobody knows. */
        @Nullable
        UUID actingPerson() {
            try {
                return actor == null ? null : TextValues.read(actor, UUID.class);
            } catch (InvalidValue anAccount) {
                return null;
            }
        }

        AccessGrant named(Map<UUID, String> names) {
            var acting = actingPerson();
            return new AccessGrant(
                    subject,
                    roles,
                    person,
                    person == null ? null : names.get(person),
                    partner,
                    since,
                    actor,
                    acting == null ? null : names.get(acting));
        }
    }

    /** @throws UnknownResource when there was no such centre then */
    List<Held> inForce(UUID epn, long after, int limit, AsOf asOf) {
        if (!database.sql(EXISTS)
                .param("epn", epn)
                .param("asOf", asOf.bound())
                .query(Boolean.class)
                .single()) {
            throw UnknownResource.epn();
        }
        return database.sql(IN_FORCE)
                .param("epn", epn)
                .param("after", after)
                .param("limit", limit)
                .param("asOf", asOf.bound())
                .query(Held::of)
                .list();
    }

    /** With the names of those whom they concern and of those who said so. */
    List<AccessGrant> named(List<Held> grants, AsOf asOf) {
        var persons = new HashSet<UUID>();
        for (var grant : grants) {
            for (var person : Arrays.asList(grant.person(), grant.actingPerson())) {
                if (person != null) {
                    persons.add(person);
                }
            }
        }
        var called = names.of(persons, asOf);
        return grants.stream().map(grant -> grant.named(called)).toList();
    }
}
