-- What a response has to be before its state changes.

create or replace function varta.response_of(r varta.request, p_response bigint) returns varta.response
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    p varta.response;
begin
    select * into p from varta.response
    where city_id = r.city_id and request_id = r.id
      and case when p_response is null then public and state <> varta.response_published() else id = p_response end
    order by id desc limit 1;
    if not found and p_response is null then
        perform varta.fail('VA001', 'there is no draft', 'a draft of an answer');
    elsif not found then
        perform varta.fail('VA001', 'there is no such response', 'response', p_response::text);
    end if;
    return p;
end
$$;
comment on function varta.response_of is
'in: request, response or null. out: that response of the request, for null its newest unpublished public one. errors: VA001';

create or replace function varta.check_public(p varta.response) returns void
language plpgsql as $$
begin
    if not p.public then
        perform varta.fail('VA003', 'an internal note cannot be published', 'public', 'false', 'a public response');
    end if;
end
$$;
comment on function varta.check_public is 'errors: VA003 for an internal note';

create or replace function varta.check_filled(p varta.response) returns void
language plpgsql as $$
declare
    v_place text := substring(p.body from '\{[^{}\s][^{}\n]{0,79}\}');
begin
    if v_place is not null then
        perform varta.fail('VA003', format('%s is not filled in', v_place), 'body', v_place, 'a text without placeholders');
    end if;
end
$$;
comment on function varta.check_filled is 'errors: VA003 for the first {placeholder} that still stands in the text';

create or replace function varta.why_not_this_response(p_verb text, p_state text) returns text
language sql immutable as $$
    select case when p_verb = 'submit' and p_state = 'submitted' then 'it is submitted already'
                when p_verb in ('submit', 'approve') and p_state = 'approved' then 'it is approved already'
                when p_verb = 'recall' then 'nothing is published'
                when p_state = 'published' then 'it is published already' end
$$;
comment on function varta.why_not_this_response is 'in: verb, state of a response (code). out: why the verb is not possible; null: the state says it';

create or replace function varta.check_state(p_verb text, p varta.response) returns smallint
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_state smallint := (select to_state from varta.response_transition where verb = p_verb and from_state = p.state);
    v_code text;
begin
    if v_state is null then
        v_code := (select code from varta.response_state where id = p.state);
        perform varta.fail('VA002', format('%s is not possible for this response', p_verb), p_verb, v_code, p.request_id::text,
                           varta.why_not_this_response(p_verb, v_code));
    end if;
    return v_state;
end
$$;
comment on function varta.check_state is 'out: the state that the verb gives to the response. errors: VA002 where it is not possible';

create or replace function varta.check_author(p_verb text, p varta.response) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if p.author_id <> (varta.me()).id and not 'moderator' = any(varta.roles_in(p.city_id)) then
        perform varta.fail('VA004', 'this response is someone else''s', p_verb, 'moderator');
    end if;
end
$$;
comment on function varta.check_author is 'errors: VA004 where the response is another''s and the operator no moderator';
