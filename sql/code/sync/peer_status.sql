-- How peers call a matter and its states, in both directions: varta.peer_status has the words.

create or replace function varta.peer_word(p_status text) returns text
language sql immutable as $$
    select regexp_replace(lower(btrim(p_status)), '[ _-]+', '_', 'g')
$$;
comment on function varta.peer_word is 'in: a status as a peer writes it: NO_FURTHER_ACTION, in progress, fixed - user. out: the form in which varta.peer_status has it';

create or replace function varta.peer_status_of(p_dialect text, p_status text) returns varta.peer_status
language sql stable set search_path = varta, pg_temp as $$
    select p.* from varta.peer_status p
    where p.dialect in (p_dialect, 'georeport') and varta.peer_word(p_status) in (p.word, p.word || '_user', p.word || '_council')
    order by p.dialect = p_dialect desc limit 1
$$;
comment on function varta.peer_status_of is 'in: dialect, a peer''s status. out: what it means; null where nobody said';

create or replace function varta.peer_status_name(p_dialect text, p_status text) returns text
language sql stable set search_path = varta, pg_temp as $$
    select varta.localized(p.name, p.name_en) from varta.peer_status_of(p_dialect, p_status) p
$$;
comment on function varta.peer_status_name is 'in: dialect, a peer''s status. out: it for operators; null where nobody said what it means';

create or replace function varta.told_word(s varta.source, p_status varta.status, p_detail text) returns text
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(s.status_map ->> (p_status.code || '.' || p_detail), s.status_map ->> p_status.code,
                    (select p.word from varta.peer_status p where p.dialect = s.dialect and p_status.code || '.' || p_detail = any(p.tells)),
                    (select p.word from varta.peer_status p where p.dialect = s.dialect and p_status.code = any(p.tells)), p_status.word)
$$;
comment on function varta.told_word is
'in: source, status, its detail in the outbox (or null). out: the word that the source is told: of its status_map, with the detail before that without, then of its dialect';

create or replace function varta.tells_apart(p_source integer, p_told text) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select exists (select from varta.source s join varta.peer_status p on p.dialect = s.dialect
                   where s.id = p_source and (p_told = any(p.tells) or s.status_map ? p_told))
$$;
comment on function varta.tells_apart is 'in: source, a status with a detail. out: whether the source has a word for that, and so is told of it';

create or replace function varta.customer_reference(p_city smallint, p_request bigint) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return coalesce((select k.customer_reference from varta.poll_known k where k.city_id = p_city and k.request_id = p_request),
                    (select c.customer_reference from varta.comment c
                     where c.city_id = p_city and c.request_id = p_request and c.customer_reference is not null order by c.id desc limit 1));
end
$$;
comment on function varta.customer_reference is
'in: request. out: the number by which its resident may ask for it where it came from, as that said last; null: it said none';
