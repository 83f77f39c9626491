-- Personal data leave: the rows of varta.reporter, what the source sent raw, the content of events that
-- names the person, addresses of photos, identifiers that name the person and, where asked for, the name in
-- the texts. What remains are hashes and digests whose keys have gone; what was sealed stays whole, and
-- an event 'erase' lists whose content is gone and which texts were changed. Where the texts stay, a trace
-- of the person does, too (varta.erasure_trace), by which they are found later.

create or replace function varta.erase_people(p_city smallint, p_request bigint, p_comments bigint[], p_texts boolean) returns varta.trace[]
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_traces varta.trace[];
begin
    delete from varta.subscription s using varta.reporter p
    where p.city_id = p_city and p.request_id = p_request and (p_comments is null or p.comment_id = any(p_comments))
      and s.city_id = p_city and s.request_id = p_request and lower(s.email) = lower(btrim(p.email));
    with gone as (
        delete from varta.reporter
        where city_id = p_city and request_id = p_request and (p_comments is null or comment_id = any(p_comments)) returning *)
    insert into varta.erasure_trace as e (city_id, request_id, comment_id, salt, marks)
    select p_city, p_request, g.comment_id, t.salt, t.marks
    from gone g cross join lateral varta.person_trace(g.email, g.phone, g.first_name, g.last_name, g.account_id, g.device_id) t where t.salt is not null
    on conflict (city_id, request_id, comment_id) do update set salt = excluded.salt, marks = excluded.marks;
    select coalesce(array_agg(row(salt, marks)::varta.trace), '{}') into v_traces from varta.erasure_trace
    where city_id = p_city and request_id = p_request and (p_comments is null or comment_id = any(p_comments));
    if p_texts then
        delete from varta.erasure_trace
        where city_id = p_city and request_id = p_request and (p_comments is null or comment_id = any(p_comments));
    end if;
    return v_traces;
end
$$;
comment on function varta.erase_people is
'deletes who wrote, and the mails to them about this request. out: what they, and who was erased before while the texts stayed, are recognised by';

create or replace function varta.hide_id(p_source integer, p_id text, p_traces varta.trace[]) returns text
language plpgsql set search_path = varta, pg_temp as $$
begin
    if p_id is null or varta.redact(initcap(p_id), p_traces) = initcap(p_id) and p_id !~ ' edited ' then
        return p_id;
    end if;
    insert into varta.erasure_key (city_id, source_id) select city_id, id from varta.source where id = p_source on conflict do nothing;
    return varta.erased_id(p_source, p_id);
end
$$;
comment on function varta.hide_id is
'in: source, an identifier of it, people. out: it or, where it names one of them, in letters of any size, or holds a digest of a text (varta.poll_notes), what stands for it';

create or replace function varta.erase_sent(p_city smallint, p_request bigint, p_comments bigint[], p_traces varta.trace[]) returns boolean
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_raw boolean;
begin
    update varta.submission s
    set raw = '', erased_at = now(), external_id = varta.hide_id(s.source_id, s.external_id, p_traces),
        digest = varta.keyed_digest(coalesce(s.salt, gen_random_uuid()), s.digest), salt = null
    from varta.request r
    where r.city_id = p_city and r.id = p_request and s.city_id = r.city_id and s.id = r.submission_id and s.erased_at is null
      and (p_comments is null or 0 = any(p_comments));
    v_raw := found;
    if v_raw then
        delete from varta.poll_known where city_id = p_city and request_id = p_request;
        delete from varta.recent_report where city_id = p_city and request_id = p_request;
    end if;
    update varta.comment
    set raw = '', media_url = null, customer_reference = null, update_id = varta.hide_id(source_id, update_id, p_traces)
    where city_id = p_city and request_id = p_request and (p_comments is null or id = any(p_comments));
    delete from varta.photo
    where city_id = p_city and request_id = p_request and hash is null and (p_comments is null or comment_id = any(p_comments));
    update varta.photo set url = ''
    where city_id = p_city and request_id = p_request and (p_comments is null or comment_id = any(p_comments));
    return v_raw;
end
$$;
comment on function varta.erase_sent is
'empties what was sent by who was erased: raw texts, addresses of photos, identifiers that name them. out: whether the submission was';

create or replace function varta.erase_texts(p_city smallint, p_request bigint, p_traces varta.trace[]) returns text[]
language plpgsql set search_path = varta, pg_temp as $$
declare
    v record;
    n bigint;
    v_places text[] := '{}';
begin
    for v in select *, varta.redacting(table_name, column_name) as redacted from varta.text_place where table_name <> 'request' order by 1, 2 loop
        execute format('update varta.%1$I set %2$I = %3$s where city_id = $1 and request_id = $2 and %3$s <> %2$I',
                       v.table_name, v.column_name, v.redacted)
        using p_city, p_request, p_traces;
        get diagnostics n = row_count;
        if n > 0 then
            v_places := v_places || format('%s.%s', v.table_name, v.column_name);
        end if;
    end loop;
    update varta.idempotency_key set digest = null where city_id = p_city and request_id = p_request and digest is not null;
    return v_places;
end
$$;
comment on function varta.erase_texts is
'in: request, people. Puts … for them in every text beside the request''s own row. out: which columns had them';

create or replace function varta.erase_views(p_city smallint, p_traces varta.trace[]) returns boolean
language plpgsql set search_path = varta, pg_temp as $$
begin
    delete from varta.saved_view v
    where (v.city_id = p_city or v.operator_id in (select o.operator_id from varta.operator_city o where o.city_id = p_city))
      and (varta.names_person(v.name, p_traces) or varta.names_person(v.filter ->> 'text', p_traces));
    return found;
end
$$;
comment on function varta.erase_views is
'in: city, people. Deletes the views of that city and of its operators that look for one of them. out: whether there were any';

create or replace function varta.request_places(p_city smallint, p_request bigint, p_traces varta.trace[]) returns text[]
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_places text[];
begin
    execute format('select array_remove(array[%s], null) from varta.request where city_id = $1 and id = $2',
                   (select string_agg(format('case when %s <> %I then %L end', varta.redacting('request', column_name), column_name, 'request.' || column_name), ', '
                                      order by column_name) from varta.text_place where table_name = 'request'))
    into v_places using p_city, p_request, p_traces;
    return v_places;
end
$$;
comment on function varta.request_places is 'in: request, people. out: which columns of its row have them';

create or replace function varta.erase_events(p_city smallint, p_request bigint, p_traces varta.trace[], p_raw boolean) returns bigint[]
language sql set search_path = varta, pg_temp as $$
    with gone as (
        update varta.event e set why = null, before = null, after = null, salt = null
        where city_id = p_city and request_id = p_request and verb <> 'erase' and salt is not null
          and (varta.redact(why, p_traces) <> why or varta.redact_json(before, p_traces) <> before or varta.redact_json(after, p_traces) <> after
               or p_raw and verb = 'received' and not exists (
                   select from varta.submission s where s.city_id = p_city and s.request_id = p_request
                     and encode(s.digest, 'hex') = e.after ->> 'digest'))
        returning id)
    select coalesce(array_agg(id order by id), '{}') from gone
$$;
comment on function varta.erase_events is
'in: request, people, whether its submission was emptied. Takes the content of the events that name them, and of one with a digest without a
key, as they were made once. out: which';

create or replace function varta.erase_content(p_city smallint, p_request bigint, p_comments bigint[], p_texts boolean) returns jsonb
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_reporters bigint := (select count(*) from varta.reporter
                           where city_id = p_city and request_id = p_request and (p_comments is null or comment_id = any(p_comments)));
    v_traces varta.trace[] := varta.erase_people(p_city, p_request, p_comments, p_texts);
    v_raw boolean := varta.erase_sent(p_city, p_request, p_comments, v_traces);
    v_places text[] := '{}';
begin
    if p_texts then
        v_places := varta.erase_texts(p_city, p_request, v_traces) || varta.request_places(p_city, p_request, v_traces)
            || case when varta.erase_views(p_city, v_traces) then array['saved_view.filter'] else '{}' end;
        delete from varta.photo where city_id = p_city and request_id = p_request and (p_comments is null or comment_id = any(p_comments));
        delete from varta.answer_photo where city_id = p_city and request_id = p_request;
        delete from varta.answer_file where city_id = p_city and request_id = p_request;
    end if;
    return jsonb_build_object('reporters', v_reporters, 'submission', v_raw, 'texts', v_places,
                              'events', varta.erase_events(p_city, p_request, v_traces, v_raw), 'traces', v_traces);
end
$$;
comment on function varta.erase_content is
'in: request (its row is locked); comments whose writers are meant, 0 for who sent the request, null for all; whether to take the names out
of the texts, and the photos with them, in which nobody can put anything else for a face. out: what was erased, and of whom, for varta.erase_request()';

create or replace function varta.erase_request(p_city smallint, p_request bigint, p_comments bigint[], p_texts boolean, p_why text, p_done jsonb) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_traces varta.trace[] := (select array_agg(t) from jsonb_populate_recordset(null::varta.trace, p_done -> 'traces') t);
begin
    perform varta.describe_action('erase', p_why, null, p_done - 'traces');
    execute format('update varta.request set version = version + 1, erased_at = coalesce($4, erased_at), media_url = case when $5 then media_url end,
                        text_key = case when $6 then gen_random_uuid() else text_key end, %s
                    where city_id = $1 and id = $2',
                   (select string_agg(format('%I = %s', column_name, varta.redacting('request', column_name)), ', ') from varta.text_place where table_name = 'request'))
    using p_city, p_request, case when p_texts then v_traces end, case when p_texts and p_comments is null then now() end, not 0 = any(p_comments), p_texts;
    delete from varta.erasure_failure where city_id = p_city and request_id = p_request;
    if p_texts then
        perform varta.republish(p_city, p_request);
        perform varta.tell_daemons('erased', array[p_city]);
    end if;
end
$$;
comment on function varta.erase_request is
'in: the same, why, what varta.erase_content() did. Erases from the request''s own row; the trigger writes the event erase. A daemon that has
leased what leaves gives back what it has not begun. Where the texts
stayed, the retention still takes them';

create or replace function varta.reporters_by(p_city smallint, p_email text, p_phone text) returns table (request_id bigint, comments bigint[])
language sql stable set search_path = varta, pg_temp as $$
    select request_id, array_agg(comment_id) from (
        select request_id, comment_id from varta.reporter
        where city_id = p_city and (lower(email) = lower(btrim(p_email)) or right(regexp_replace(phone, '\D', '', 'g'), 9) = p_phone)
        union
        select request_id, comment_id from varta.erasure_trace
        where city_id = p_city and varta.hit(array[varta.token_key(p_email, 3), 'p:' || nullif(p_phone, '')], array[row(salt, marks)::varta.trace])) p
    group by request_id
$$;
comment on function varta.reporters_by is
'in: city, e-mail address, last nine digits of a telephone. out: to which requests they wrote, and which comments (0: the request itself); also
where they were erased before and the texts stayed';

create or replace function api.erase_reporter(p_city text, p_email text default null, p_phone text default null, p_request bigint default null,
                                   p_texts boolean default false)
returns table (request_id bigint, reporters integer, submission boolean, events integer)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    c varta.city := varta.city_of(p_city, 'admin');
    v_phone text := right(regexp_replace(p_phone, '\D', '', 'g'), 9);
    v_people jsonb[];
    v_told boolean;
    v jsonb;
begin
    if num_nonnulls(nullif(btrim(p_email), ''), nullif(v_phone, ''), p_request) <> 1 then
        perform varta.fail('VA003', 'name one thing: an address, a telephone or a request', 'reporter', '', 'an e-mail address, a telephone or a request');
    end if;
    perform from varta.request r
    where r.city_id = c.id and (r.id = p_request or r.id in (select f.request_id from varta.reporters_by(c.id, p_email, v_phone) f))
    order by r.id for no key update;
    delete from varta.subscription where city_id = c.id and lower(email) = lower(btrim(p_email));
    v_told := found;
    select array_agg(jsonb_build_object('id', f.id, 'comments', f.comments, 'done', varta.erase_content(c.id, f.id, f.comments, coalesce(p_texts, false))))
    into v_people
    from (select r.id, f.comments
          from (select * from varta.reporters_by(c.id, p_email, v_phone) union all select p_request, null) f
          join varta.request r on r.city_id = c.id and r.id = f.request_id
          order by r.id) f;
    foreach v in array coalesce(v_people, '{}') loop
        perform varta.erase_request(c.id, (v ->> 'id')::bigint, case when v -> 'comments' <> 'null' then array(
            select e::bigint from jsonb_array_elements_text(v -> 'comments') e) end, coalesce(p_texts, false), 'wish', v -> 'done');
        return query select (v ->> 'id')::bigint, (v #>> '{done,reporters}')::integer, (v #>> '{done,submission}')::boolean,
                            jsonb_array_length(v #> '{done,events}');
    end loop;
    if v_people is null and not v_told then
        perform varta.fail('VA001', 'nobody is known by that', 'reporter', coalesce(p_request::text, ''));
    end if;
end
$$;
comment on function api.erase_reporter is
'in: city; an e-mail address, a telephone, or a request (all who wrote to it); whether to put … for the name in the texts, too. Nothing more
is mailed to that address. out: each request from which the person was erased: rows of reporter data, whether the raw submission was
emptied, events whose content is gone. errors: VA001 city, VA004, nobody found (the address is not repeated), VA003';

create or replace function api.erased(p_ids bigint[]) returns table (id bigint, at bigint)
language sql stable security definer set search_path = varta, pg_temp as $$
    select e.request_id, varta.epoch(max(e.at)) from varta.event e
    where e.city_id = any(varta.cities_as('moderator', 'officer', 'traffic', 'expert', 'auditor')) and e.request_id = any(p_ids[:1000]) and e.verb = 'erase'
    group by e.request_id
$$;
comment on function api.erased is
'in: numbers of requests, of which the first 1000 count. out: from which of them personal data were erased, and when last (seconds since 1970):
what an operator keeps of them outside the database from before is to go, too. errors: none';
