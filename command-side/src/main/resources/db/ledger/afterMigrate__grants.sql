-- After every migration, by the owner: exactly what the role that the command side works as may do here. An event, a checkpoint
-- and a command are read and added, and nothing else; where one role does everything, there is nothing to grant.
do $$
declare
    worker text := '${role}';
begin
    -- Nodes that start at once would change the same rights at once.
    perform pg_advisory_xact_lock(1818584168);
    revoke all on all functions in schema ledger from public;
    if worker in ('', current_user) then
        return;
    end if;
    execute format('revoke all on all tables in schema ledger from %I', worker);
    execute format('revoke all on all functions in schema ledger from %I', worker);
    execute format('grant usage on schema ledger to %I', worker);
    execute format('grant select, insert on ledger.event, ledger.checkpoint, ledger.command_log to %I', worker);
    execute format('grant select, insert, update (owner), delete on ledger.claim to %I', worker);
    execute format(
        'grant select, insert, update (position, partition_positions, checkpoint) on ledger.publisher to %I', worker);
    -- Not security definer: whoever calls it needs the rights above as well.
    execute format('grant execute on function ledger.append to %I', worker);
    -- Security definer: it forgets what is older than anybody may ask for, and the role itself forgets nothing.
    execute format('grant execute on function ledger.forget_commands to %I', worker);
end
$$;
