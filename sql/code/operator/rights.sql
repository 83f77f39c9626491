-- Who may read the text of a sealed request.

create or replace function varta.may_open(p_city smallint, p_request bigint, p_operator integer) returns boolean
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return current_setting('transaction_isolation') in ('read committed', 'read uncommitted')
           and varta.roles_in(p_city) && '{officer,moderator}'
           and coalesce((varta.me()).id = any(varta.message_readers(
               p_city, p_operator, (select beat_id from varta.request where city_id = p_city and id = p_request))), false);
end
$$;
comment on function varta.may_open is
'in: a request of a sealed kind and who it is assigned to. out: whether this session''s operator may read its text: one of
varta.message_readers() at this moment, by the clock: not when the transaction began, nor from a snapshot of back then. A referral opens nothing';
