-- Tables that only grow: nothing is updated in them or deleted from them, but for erasure.

-- What is never changed or deleted --------------------------------------------------------------

create or replace function varta.refuse_change() returns trigger
language plpgsql as $$
begin
    raise exception using errcode = '55000', message = format('%s.%s: rows are never %s', tg_table_schema, tg_table_name,
        case tg_op when 'UPDATE' then 'changed' else 'deleted' end);
end
$$;

create trigger refuse_change before delete or truncate on varta.event
    for each statement execute function varta.refuse_change();

create trigger refuse_change before delete or truncate on varta.submission
    for each statement execute function varta.refuse_change();

create trigger refuse_change before delete or truncate on varta.request
    for each statement execute function varta.refuse_change();

create trigger refuse_change before delete or truncate on varta.chain
    for each statement execute function varta.refuse_change();

-- Erasure is the one change: what an event says goes, all of it, and its hash stays; what a source sent
-- goes, and its keyed digest stays, but not the key. An event that records an erasure stays whole.
create trigger only_erase before update on varta.event
    for each row when (
        old.verb = 'erase' or num_nonnulls(new.why, new.before, new.after, new.salt) > 0
        or to_jsonb(new) - '{why,before,after,salt}'::text[] <> to_jsonb(old) - '{why,before,after,salt}'::text[])
    execute function varta.refuse_change();

create trigger only_erase before update on varta.submission
    for each row when (
        new.raw <> '' or new.erased_at is null or old.erased_at is not null or new.salt is not null
        or new.digest <> varta.keyed_digest(old.salt, old.digest) or length(new.digest) <> 32
        or new.external_id is distinct from old.external_id and new.external_id not like 'erased:%'
        or to_jsonb(new) - '{raw,erased_at,digest,salt,external_id}'::text[] <> to_jsonb(old) - '{raw,erased_at,digest,salt,external_id}'::text[])
    execute function varta.refuse_change();

-- The log grows, and a tile of it.
create trigger refuse_change before update or delete or truncate on varta.log_batch
    for each statement execute function varta.refuse_change();

create trigger refuse_change before update or delete or truncate on varta.log_leaf
    for each statement execute function varta.refuse_change();

create trigger refuse_change before update or delete or truncate on varta.log_checkpoint
    for each statement execute function varta.refuse_change();

create trigger refuse_change before delete or truncate on varta.log_tile
    for each statement execute function varta.refuse_change();

create trigger only_grow before update on varta.log_tile
    for each row when (new.index <> old.index or substring(new.hashes for length(old.hashes)) <> old.hashes)
    execute function varta.refuse_change();

create trigger refuse_change before update or delete or truncate on varta.guidance
    for each statement execute function varta.refuse_change();
