-- After every migration, by the owner: exactly what the role that the command side works as may do here. A file is stored and read.
do $$
declare
    worker text := '${role}';
begin
    perform pg_advisory_xact_lock(1818584168);
    if worker in ('', current_user) then
        return;
    end if;
    execute format('revoke all on all tables in schema documents from %I', worker);
    execute format('grant usage on schema documents to %I', worker);
    execute format(
        'grant select, insert (sha256, media_type, size, content) on documents.file to %I', worker);
    execute format('grant select, insert (sha256, epn_id, media_type) on documents.holder to %I', worker);
    execute format('grant select, insert on documents.adoption to %I', worker);
    execute format('grant select, insert (sha256, epn_id, media_type) on documents.holder to %I', worker);
    execute format('grant select, insert on documents.adoption to %I', worker);
end
$$;
