-- The roles that the sides work as, and what each may do in the database as a whole. A superuser runs this in the database of
-- Maillage, which belongs to the role that MAILLAGE_DB_USER names; running it again changes nothing.
-- See infra/docs/database-roles.md.
do $$
declare
    role_name text;
    schema_name text;
    relation regclass;
begin
    foreach role_name in array array ['maillage_command', 'maillage_query'] loop
        if not exists (select from pg_roles where rolname = role_name) then
            execute format('create role %I login', role_name);
        end if;
        execute format('alter role %I nosuperuser nocreatedb nocreaterole noreplication nobypassrls', role_name);
    end loop;

    -- Nobody is here without a grant. What the command side may do with tables, their owner grants with each migration
    -- (afterMigrate__grants.sql); the query side owns what it needs, and has no grant on anything else.
    execute format('revoke all on database %I from public, maillage_command, maillage_query', current_database());
    execute format('grant connect on database %I to maillage_command', current_database());
    execute format('grant connect, create on database %I to maillage_query', current_database());
    revoke all on schema public from public;

    -- What the query side made at a time when one role did everything, with a schema per projection and version.
    for schema_name in
        select nspname
        from pg_namespace
        where nspname in ('intake', 'reads') or nspname ~ '^[a-z][a-z0-9_]*_v[0-9]+(__next|__old)?$'
    loop
        if (select nspowner <> 'maillage_query'::regrole from pg_namespace where nspname = schema_name) then
            execute format('alter schema %I owner to maillage_query', schema_name);
        end if;
        for relation in
            select oid
            from pg_class
            where relnamespace = to_regnamespace(quote_ident(schema_name))
              and relkind in ('r', 'p', 'v', 'm')
              and relowner <> 'maillage_query'::regrole
        loop
            execute format('alter table %s owner to maillage_query', relation);
        end loop;
    end loop;
end
$$;
