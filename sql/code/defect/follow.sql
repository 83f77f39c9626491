-- What is done about a defect is told to the requests that are about it, in one plain sentence.

create or replace function varta.record_event(p_city smallint, p_verb text, p_why text, p_before jsonb, p_after jsonb) returns bigint
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.append_events(array[row(p_city, 0, p_verb, nullif(p_why, ''), p_before, p_after)::varta.draft_event]);
    return currval('varta.event_id');
end
$$;
comment on function varta.record_event is 'in: city, verb, why, what was, what is. out: the number of the event, of no request';

create or replace function varta.defect_left(r varta.request) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select exists (select from varta.defect_request x join varta.defect d on d.city_id = x.city_id and d.id = x.defect_id
                   where x.city_id = r.city_id and x.request_id = r.id and d.state < varta.defect_mended())
$$;
comment on function varta.defect_left is 'in: request. out: whether a defect that it is about is still open';

create or replace function varta.follow(p_city smallint, p_defects bigint[], p_sentence text, p_answer text default null, p_since timestamptz default null) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    r varta.request;
    v_answer jsonb;
begin
    perform set_config('varta.first', '', true);
    for r in select q.* from varta.request q
             where q.city_id = p_city and q.id in (select x.request_id from varta.defect_request x where x.city_id = p_city and x.defect_id = any(p_defects))
             order by q.id for no key update
    loop
        v_answer := '{}';
        if p_answer is not null and r.status = varta.status_pending() and not varta.defect_left(r) then
            with p as (insert into varta.response (city_id, request_id, state, public, body, author_id)
                       values (r.city_id, r.id, varta.response_submitted(), true, p_answer, (varta.me()).id) returning id)
            select jsonb_build_object('response', p.id, 'state', 'submitted', 'public', true, 'body', p_answer) into v_answer from p;
            v_answer := v_answer || varta.add_answer_photos(r, (v_answer ->> 'response')::bigint, varta.photos_of_mending(r.city_id, r.id, p_defects, p_since));
        end if;
        perform varta.describe_action('follow', null, null, jsonb_build_object('text', p_sentence) || v_answer,
                                      case when r.status = varta.status_pending() then p_sentence end);
        update varta.request q set version = q.version + 1, updated_at = now() where q.city_id = r.city_id and q.id = r.id;
        if r.status = varta.status_pending() then
            perform varta.add_to_outbox(r, r.status, p_sentence);
        end if;
    end loop;
end
$$;
comment on function varta.follow is
'in: city, defects, a sentence in Ukrainian, an answer (null: none), since when officers'' photos show what was mended. Each request that is about them has the sentence in its history; where it is being worked on, who asked is told, and the answer is
submitted with these photos for a moderator to publish where nothing is left that the request is about';
