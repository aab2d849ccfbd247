-- After every migration, by the owner: exactly what the role that the command side works as may do here. A key is made, destroyed
-- and published; its row stays, as the memory of the erasure.
do $$
declare
    worker text := '${role}';
begin
    perform pg_advisory_xact_lock(1818584168);
    if worker in ('', current_user) then
        return;
    end if;
    execute format('revoke all on all tables in schema vault from %I', worker);
    execute format('grant usage on schema vault to %I', worker);
    -- To write the table anew after an erasure (VACUUM), and nothing that changes what it says.
    execute format('grant maintain on vault.person_key to %I', worker);
    execute format(
        'grant select, insert (person_id, version, wrapped, erased_at), update (wrapped, erased_at, published)'
        ' on vault.person_key to %I', worker);
end
$$;
