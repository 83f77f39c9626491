-- Personal data leave: the rows of varta.reporter, what the source sent raw, the content of events that
-- names the person and, where asked for, the name in the texts. What remains are digests and hashes, the
-- chain of events stays whole, and an event 'erase' lists whose content is gone.

create or replace function varta.literal(p_text text) returns text
language sql immutable as $$
    select regexp_replace(p_text, '([][\\.*+?(){}|^$/-])', '\\\1', 'g')
$$;
comment on function varta.literal is 'out: a regular expression that is just this text';

create or replace function varta.name_pattern(p_name text) returns text
language sql immutable as $$
    select string_agg(
        '\m' || replace(case when length(w) < 4 then varta.literal(w)
                             else varta.literal(regexp_replace(w, '[аеєиіїоуюяьйaeiouy]$', '', 'i')) || '[[:alpha:]]{0,3}' end,
                        '''', '[''’ʼ`]') || '\M', '|')
    from regexp_split_to_table(translate(p_name, '’ʼ`', ''''''''), '[^[:alpha:]'']+') w
    where length(w) > 1
$$;
comment on function varta.name_pattern is
'in: a name of one or more words. out: a regular expression for each of them, with any ending of up to three letters instead of its own';

create or replace function varta.phone_pattern(p_phone text) returns text
language sql immutable as $$
    select '(?:\+?38[\s().-]*)?' || regexp_replace(right(d, 10), '(\d)(?=\d)', '\1[\s().-]*', 'g')
    from regexp_replace(p_phone, '\D', '', 'g') d where length(d) >= 7
$$;
comment on function varta.phone_pattern is 'out: a regular expression for the number however it is written, with or without +38';

create or replace function varta.person_pattern(p_people varta.reporter[]) returns text
language sql immutable as $$
    select string_agg(distinct x, '|')
    from unnest(p_people) p
    cross join lateral (values (varta.literal(nullif(btrim(p.email), ''))), (varta.phone_pattern(p.phone)),
                               (varta.name_pattern(p.first_name)), (varta.name_pattern(p.last_name)),
                               (case when length(p.account_id) > 5 then varta.literal(p.account_id) end),
                               (case when length(p.device_id) > 5 then varta.literal(p.device_id) end)) v (x)
$$;
comment on function varta.person_pattern is 'out: a regular expression for all that could name these people, null where there is nothing';

create or replace function varta.redact(p_text text, p_pattern text) returns text
language sql immutable as $$
    select regexp_replace(p_text, p_pattern, '…', 'gi')
$$;

create or replace function varta.erase_texts(p_city smallint, p_request bigint, p_pattern text) returns text[]
language plpgsql set search_path = varta, pg_temp as $$
declare
    v record;
    v_places text[] := '{}';
begin
    for v in select t.table_name, t.column_name, format_type(a.atttypid, null) as type
             from varta.text_place t
             join pg_attribute a on a.attrelid = to_regclass(format('varta.%I', t.table_name)) and a.attname = t.column_name
             where t.table_name <> 'request' order by 1, 2
    loop
        execute format('update varta.%1$I set %2$I = varta.redact(%2$I::text, $3)::%3$s
                        where city_id = $1 and request_id = $2 and %2$I::text ~* $3', v.table_name, v.column_name, v.type)
        using p_city, p_request, p_pattern;
        if found then
            v_places := v_places || format('%s.%s', v.table_name, v.column_name);
        end if;
    end loop;
    return v_places;
end
$$;
comment on function varta.erase_texts is
'in: request, pattern. Puts … for it in every text beside the request''s own row. out: which columns had it';

create or replace function varta.erase_request_row(p_city smallint, p_request bigint, p_pattern text, p_at timestamptz) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    execute format('update varta.request set version = version + 1, erased_at = coalesce($4, erased_at), %s where city_id = $1 and id = $2',
                   (select string_agg(format('%1$I = coalesce(varta.redact(%1$I::text, $3)::%2$s, %1$I)', t.column_name, format_type(a.atttypid, null)), ', ')
                    from varta.text_place t
                    join pg_attribute a on a.attrelid = 'varta.request'::regclass and a.attname = t.column_name
                    where t.table_name = 'request'))
    using p_city, p_request, p_pattern, p_at;
end
$$;
comment on function varta.erase_request_row is
'in: request, pattern (null: the texts stay), when it was erased (null: not all of it was). The trigger writes the event erase';

create or replace function varta.erase(p_city smallint, p_request bigint, p_comments bigint[], p_texts boolean, p_why text) returns jsonb
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_people varta.reporter[];
    v_pattern text;
    v_places text[] := '{}';
    v_events bigint[];
    v_done jsonb;
    v_raw boolean;
begin
    with gone as (
        delete from varta.reporter
        where city_id = p_city and request_id = p_request and (p_comments is null or comment_id = any(p_comments)) returning *)
    select array_agg(gone) into v_people from gone;
    v_pattern := varta.person_pattern(v_people);
    update varta.submission s set raw = '', erased_at = now()
    from varta.request r
    where r.city_id = p_city and r.id = p_request and s.city_id = r.city_id and s.id = r.submission_id and s.erased_at is null
      and (p_comments is null or 0 = any(p_comments));
    v_raw := found;
    update varta.comment set raw = ''
    where city_id = p_city and request_id = p_request and raw <> '' and (p_comments is null or id = any(p_comments));
    if p_texts and v_pattern is not null then
        v_places := varta.erase_texts(p_city, p_request, v_pattern);
    end if;
    if p_texts then
        delete from varta.photo where city_id = p_city and request_id = p_request and (p_comments is null or comment_id = any(p_comments));
    end if;
    with gone as (
        update varta.event set why = null, before = null, after = null, salt = null
        where city_id = p_city and request_id = p_request and verb <> 'erase' and salt is not null
          and concat_ws(E'\n', why, before, after) ~* v_pattern
        returning id)
    select coalesce(array_agg(id order by id), '{}') into v_events from gone;
    v_done := jsonb_build_object('reporters', coalesce(cardinality(v_people), 0), 'submission', v_raw, 'texts', v_places, 'events', v_events);
    perform varta.describe_action('erase', p_why, null, v_done);
    perform varta.erase_request_row(p_city, p_request, case when p_texts then v_pattern end, case when p_comments is null then now() end);
    if p_texts then
        perform varta.republish(p_city, p_request);
    end if;
    return v_done;
end
$$;
comment on function varta.erase is
'in: request (its row is locked); comments whose writers are meant, 0 for who sent the request, null for all; whether to take the names out
of the texts, and the photos with them, in which nobody can put anything else for a face; why. out: what was erased, as the event says it';

create or replace function varta.reporters_by(p_city smallint, p_email text, p_phone text) returns table (request_id bigint, comments bigint[])
language sql stable set search_path = varta, pg_temp as $$
    select request_id, array_agg(comment_id) from varta.reporter
    where city_id = p_city and (lower(email) = lower(btrim(p_email)) or right(regexp_replace(phone, '\D', '', 'g'), 9) = p_phone)
    group by request_id
$$;
comment on function varta.reporters_by is
'in: city, e-mail address, last nine digits of a telephone. out: to which requests they wrote, and which comments (0: the request itself)';

create or replace function api.erase_reporter(p_city text, p_email text default null, p_phone text default null, p_request bigint default null,
                                   p_texts boolean default false)
returns table (request_id bigint, reporters integer, submission boolean, events integer)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    c varta.city := varta.city_of(p_city);
    v_phone text := right(regexp_replace(p_phone, '\D', '', 'g'), 9);
    v_done jsonb;
    v_told boolean;
    v record;
begin
    if num_nonnulls(nullif(btrim(p_email), ''), nullif(v_phone, ''), p_request) <> 1 then
        perform varta.fail('VA003', 'name one thing: an address, a telephone or a request', 'reporter', '', 'an e-mail address, a telephone or a request');
    end if;
    perform from varta.request r
    where r.city_id = c.id and (r.id = p_request or r.id in (select f.request_id from varta.reporters_by(c.id, p_email, v_phone) f))
    order by r.id for no key update;
    delete from varta.subscription where city_id = c.id and lower(email) = lower(btrim(p_email));
    v_told := found;
    for v in
        select r.id, f.comments
        from (select * from varta.reporters_by(c.id, p_email, v_phone) union all select p_request, null) f
        join varta.request r on r.city_id = c.id and r.id = f.request_id
        order by r.id
    loop
        v_done := varta.erase(c.id, v.id, v.comments, coalesce(p_texts, false), 'wish');
        return query select v.id, (v_done ->> 'reporters')::integer, (v_done ->> 'submission')::boolean, jsonb_array_length(v_done -> 'events');
    end loop;
    if not found and not v_told then
        perform varta.fail('VA001', 'nobody is known by that', 'reporter', coalesce(p_request::text, ''));
    end if;
end
$$;
comment on function api.erase_reporter is
'in: city; an e-mail address, a telephone, or a request (all who wrote to it); whether to put … for the name in the texts, too. Nothing more
is mailed to that address. out: each request from which the person was erased: rows of reporter data, whether the raw submission was
emptied, events whose content is gone. errors: VA001 city, nobody found (the address is not repeated), VA003';
