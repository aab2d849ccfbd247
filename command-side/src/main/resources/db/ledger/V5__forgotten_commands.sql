-- Commands are remembered so that whoever does not know what became of one may repeat it, and not for ever. Rows come in the order of
-- their time and go in it: an index of ranges finds the oldest, and costs an insert next to nothing.
create index command_log_at on ledger.command_log using brin (at) with (pages_per_range = 32, autosummarize = on);

-- Forgets commands from :since on that are older than :kept, so many at most; tells up to when none would be left had there been fewer.
--
-- With the rights of the owner, who alone may delete: the role that calls it can forget nothing that anybody may still ask for.
create function ledger.forget_commands(
    repeatable boolean,
    since timestamptz,
    kept interval,
    most integer,
    out forgotten integer,
    out until timestamptz
)
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as
$$
begin
    if kept < (case when repeatable then interval '1 day' else interval '1 hour' end) then
        raise exception 'commands are remembered longer than %', kept;
    end if;
    until := clock_timestamp() - kept;
    forgotten := 0;
    -- One node at a time is enough.
    if not pg_try_advisory_xact_lock(1818584169) then
        until := since;
        return;
    end if;
    delete
    from ledger.command_log
    where ctid = any (array(select l.ctid
                            from ledger.command_log l
                            where l.at >= since
                              and l.at < until
                              and (l.request_hash is not null) = repeatable
                            limit most));
    get diagnostics forgotten = row_count;
end
$$;
