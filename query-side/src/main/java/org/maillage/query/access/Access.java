package org.maillage.query.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.Admission;
import org.maillage.kernel.access.Caller;
import org.maillage.kernel.access.Grant;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.person.PersonId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who a caller is in each centre, and where things belong: always now. One statement answers, by indexes alone. */
@Component
final class Access {

    /** What the last fact of a caller in a centre says, and the partnerships in which the partner takes part for whom they act. */
    private static final String HELD = """
        left join lateral (
            select roles, person, partner
            from access_v1.grant_fact
            where subject = :subject and epn = centre.epn
            order by position desc
            limit 1) held on true
        left join lateral (
            select array_agg(partnership) as partnerships
            from (
                select distinct on (partnership) partnership, takes_part
                from access_v1.participation_fact
                where partner = held.partner and epn = centre.epn
                order by partnership, position desc) part
            where takes_part) taken on held.partner is not null
        """;

    private static final String ADMINISTERED = """
        exists (select from access_v1.grant_fact ever where ever.epn = centre.epn and ever.administers)
        """;

    private static final String OF_THINGS = """
        with centre as (
            select distinct on (id) id, kind, epn, partnership
            from access_v1.thing_fact
            where id = any(:ids)
            order by id, position
        )
        select centre.*, held.*, taken.partnerships,
            case when held.roles is null and :administrateur then %s else true end as administered
        from centre
        """.formatted(ADMINISTERED) + HELD;

    /** Those that ever granted the caller something, and for an administrator those that nobody ever administered. */
    private static final String EVERYWHERE = """
        with centre as (
            select distinct epn from access_v1.grant_fact where subject = :subject
            union
            select centre.epn from access_v1.centre_fact centre where :administrateur and not %s
        )
        select centre.epn, held.*, taken.partnerships,
            case when held.roles is null and :administrateur then %s else true end as administered
        from centre
        """.formatted(ADMINISTERED, ADMINISTERED) + HELD;

    private final JdbcClient database;

    Access(JdbcClient database) {
        this.database = database;
    }

    /**
     * Who a caller is in a centre that knows them.
     *
     * @param partnerships those in which the partner takes part for whom they act
     */
    record Standing(EpnId epn, Admission admission, Set<UUID> partnerships) {}

    /**
     * Where a thing belongs.
     *
     * @param partnership null for what belongs to the centre itself
     * @param standing null when the centre does not know the caller
     */
    record Place(
            Thing kind,
            @Nullable UUID partnership,
            @Nullable Standing standing) {}

    /** Those of the things that exist, whatever the caller may know of them. */
    Map<UUID, Place> of(Caller caller, Collection<UUID> things) {
        var places = new HashMap<UUID, Place>();
        ask(OF_THINGS, caller).param("ids", things.toArray(UUID[]::new)).query(row -> {
            places.put(
                    row.getObject("id", UUID.class),
                    new Place(
                            Thing.valueOf(row.getString("kind")),
                            row.getObject("partnership", UUID.class),
                            standing(caller, row)));
        });
        return places;
    }

    /** Every centre that knows the caller. */
    List<Standing> everywhere(Caller caller) {
        return ask(EVERYWHERE, caller).query((row, _) -> Optional.ofNullable(standing(caller, row))).list().stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private JdbcClient.StatementSpec ask(String sql, Caller caller) {
        return database.sql(sql)
                .param("subject", caller.subject().value())
                .param("administrateur", caller.roles().contains(AccessRole.ADMINISTRATEUR));
    }

    private static @Nullable Standing standing(Caller caller, ResultSet row) throws SQLException {
        var epn = new EpnId(row.getObject("epn", UUID.class));
        var admission = Admission.of(caller, epn, grant(row), row.getBoolean("administered"));
        if (admission == null) {
            return null;
        }
        var partnerships = row.getArray("partnerships");
        return new Standing(epn, admission, partnerships == null ? Set.of() : Set.of((UUID[]) partnerships.getArray()));
    }

    private static @Nullable Grant grant(ResultSet row) throws SQLException {
        var roles = row.getString("roles");
        if (roles == null) {
            return null;
        }
        var person = row.getObject("person", UUID.class);
        var partner = row.getObject("partner", UUID.class);
        return new Grant(
                Arrays.stream(roles.split(",")).map(AccessRole::valueOf).collect(Collectors.toSet()),
                person == null ? null : new PersonId(person),
                partner == null ? null : new PartnerId(partner));
    }
}
