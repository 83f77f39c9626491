-- Revert varta:log
-- What was written since has no hash of a chain, and gets none. Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
do $$
begin
    if not exists (select from varta.event where hash is null) then
        alter table varta.event alter hash set not null;
    end if;
end
$$;
drop sequence varta.event_id cascade;
drop table varta.log_queue, varta.log_chain, varta.log_batch, varta.log_leaf, varta.log_tile, varta.log_checkpoint cascade;

commit;
