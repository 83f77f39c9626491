-- The history of what is not a request: every change of a watched table writes events with request number 0
-- into the history of its city, whoever makes it and by whatever function.

create or replace function varta.cities_of(p_operator integer) returns smallint[]
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(array_agg(city_id order by city_id), '{0}') from varta.operator_city where operator_id = p_operator
$$;
comment on function varta.cities_of is 'out: in which histories stands what concerns an operator: those of the operator''s cities; 0 without any';

create or replace function varta.config_event(p_cities smallint[], p_verb text, p_before jsonb, p_after jsonb) returns void
language sql set search_path = varta, pg_temp as $$
    select varta.append_events(array_agg(row(c, 0, p_verb, null, p_before, p_after)::varta.draft_event)) from unnest(p_cities) c
$$;
comment on function varta.config_event is 'in: cities, verb, what was, what is. Writes one event in each city';

create or replace function varta.with_codes(p_row jsonb) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_object_agg(
        regexp_replace(e.key, '(operator|deputy|unit|beat|category|district)_id$', '\1'),
        case when e.key in ('area', 'key_hash') and e.value <> 'null' then to_jsonb(encode(sha256(convert_to(e.value::text, 'UTF8')), 'hex'))
             else coalesce(to_jsonb(v.said), e.value) end)
    from jsonb_each(p_row) e
    cross join lateral (select case e.key
        when 'operator_id' then (select login from varta.operator where id = e.value::text::integer)
        when 'deputy_id' then (select login from varta.operator where id = nullif(e.value, 'null')::text::integer)
        when 'unit_id' then (select code from varta.unit where id = nullif(e.value, 'null')::text::integer)
        when 'beat_id' then (select code from varta.beat where id = nullif(e.value, 'null')::text::integer)
        when 'category_id' then (select code from varta.category where id = nullif(e.value, 'null')::text::integer)
        when 'district_id' then (select code from varta.district where id = nullif(e.value, 'null')::text::integer)
        end as said) v
    where e.key not in ('city_id', 'unit_city', 'created_at')
$$;
comment on function varta.with_codes is
'a row as the history tells it: codes and logins instead of numbers, areas and keys by the SHA-256 of their text';

create or replace function varta.config_event_cities(p_row jsonb, p_table name) returns smallint[]
language sql stable set search_path = varta, pg_temp as $$
    select case when p_row ? 'city_id' then array[coalesce((p_row ->> 'city_id')::smallint, 0)]
                when p_table = 'city' then array[(p_row ->> 'id')::smallint]
                when p_table = 'operator' then varta.cities_of((p_row ->> 'id')::integer)
                else varta.cities_of((p_row ->> 'operator_id')::integer) end
$$;
comment on function varta.config_event_cities is 'in: a row of a watched table. out: the cities in whose history its changes stand; 0 for what is no city''s';

create or replace function varta.record_config_change() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_verb text := tg_table_name || case tg_op when 'INSERT' then '_added' when 'DELETE' then '_removed' else '_changed' end;
    v_events varta.draft_event[];
begin
    if tg_op = 'INSERT' then
        select array_agg(row(c, 0, v_verb, null, null, varta.with_codes(to_jsonb(n)))::varta.draft_event) into v_events
        from new_rows n cross join lateral unnest(varta.config_event_cities(to_jsonb(n), tg_table_name)) c;
    elsif tg_op = 'DELETE' then
        select array_agg(row(c, 0, v_verb, null, varta.with_codes(to_jsonb(o)), null)::varta.draft_event) into v_events
        from old_rows o cross join lateral unnest(varta.config_event_cities(to_jsonb(o), tg_table_name)) c;
    else
        select array_agg(row(c, 0, v_verb, null, d.before, d.after)::varta.draft_event) into v_events
        from old_rows o join new_rows n using (id)
        cross join lateral unnest(varta.config_event_cities(to_jsonb(n), tg_table_name)) c
        cross join lateral (select jsonb_object_agg(key, b.value) as before, jsonb_object_agg(key, a.value) as after
                            from jsonb_each(varta.with_codes(to_jsonb(o))) b join jsonb_each(varta.with_codes(to_jsonb(n))) a using (key)
                            where a.value is distinct from b.value or key in ('id', 'code', 'login')) d
        where to_jsonb(o) <> to_jsonb(n);
    end if;
    if v_events is not null then
        perform varta.append_events(v_events);
    end if;
    return null;
end
$$;
comment on function varta.record_config_change is 'writes the events of one statement; of a change what differs, and the row''s id and code';

create or replace function varta.audit_table(p_table regclass) returns void
language plpgsql as $$
declare
    v_updated boolean := exists (select from pg_attribute where attrelid = p_table and attname = 'id' and not attisdropped);
    v_there text[] := array(select tgname from pg_trigger where tgrelid = p_table);
begin
    if 'watched_insert' <> all(v_there) then
        execute format('create trigger watched_insert after insert on %s referencing new table as new_rows
            for each statement execute function varta.record_config_change()', p_table);
    end if;
    if 'watched_delete' <> all(v_there) then
        execute format('create trigger watched_delete after delete on %s referencing old table as old_rows
            for each statement execute function varta.record_config_change()', p_table);
    end if;
    if v_updated and 'watched_update' <> all(v_there) then
        execute format('create trigger watched_update after update on %s referencing old table as old_rows new table as new_rows
            for each statement execute function varta.record_config_change()', p_table);
    elsif not v_updated and 'refuse_change' <> all(v_there) then
        execute format('create trigger refuse_change before update on %s for each statement execute function varta.refuse_change()', p_table);
    end if;
end
$$;
comment on function varta.audit_table is
'in: a table; the city is its city_id, or those of its operator_id, else none. From now on each of its changes is an event. A table without id is
only added to and removed from';

do $$
begin
    perform varta.audit_table(t::regclass) from unnest(array['varta.city', 'varta.district', 'varta.unit', 'varta.category', 'varta.holiday',
        'varta.operator', 'varta.operator_city', 'varta.source', 'varta.beat', 'varta.beat_street', 'varta.beat_officer', 'varta.absence',
        'varta.office_hours', 'varta.unit_street', 'varta.referral_rule', 'varta.newsletter', 'varta.retention',
        'varta.message_reader', 'varta.guard_rule']) t;
end
$$;

create or replace function audit.config_changes(p_city text, p_before bigint default null, p_limit integer default 100)
returns table (id bigint, at timestamptz, who text, origin text, verb text, before jsonb, after jsonb)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city, 'auditor', 'admin');
begin
    return query
    select e.id, e.at, e.who, e.origin, e.verb, e.before, e.after from varta.event e
    where e.city_id = c.id and e.request_id = 0 and (p_before is null or e.id < p_before)
    order by e.id desc limit least(greatest(coalesce(p_limit, 100), 1), 1000);
end
$$;
comment on function audit.config_changes is
'in: city, number of an event (null: the newest), how many (1 to 1000). out: the changes of the city''s units, operators, beats and settings
before that one, newest first. errors: VA001, VA004';
