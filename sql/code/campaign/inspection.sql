-- Rounds and campaigns together, as the console lists them, and what is done with them by keys.

create or replace function varta.campaign_line(p_city smallint, p_id bigint) returns api.work_row
language sql stable set search_path = varta, pg_temp as $$
    select row(case when k.signed is null then 'unsigned' else 'signed' end, null, 'campaign', k.city, k.id, k.version, k.findings::text, '', '', false, k.season_name,
               k.title, to_char(k.starts, 'DD.MM') || '–' || to_char(k.ends, 'DD.MM.YYYY'), k.unit_name, null, '', null)::api.work_row
    from varta.campaign_row(p_city, p_id) k
$$;
comment on function varta.campaign_line is 'in: key of a campaign. out: its line among the unit''s things; section: unsigned or signed, name: how many findings its act has';

create or replace function api.inspections(p_city text) returns setof api.work_row
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city, 'traffic', 'moderator', 'expert', 'auditor');
begin
    return query
    select l.* from (
        (select 'round' as kind, r.id, r.closed_at is not null as over, r.day as at from varta.round r where r.city_id = c.id order by r.closed_at is not null, r.day desc, r.id desc limit 100)
        union all
        (select 'campaign', k.id, k.signed_at is not null, k.starts from varta.campaign k where k.city_id = c.id order by k.signed_at is not null, k.starts desc, k.id desc limit 100)) x
    cross join lateral (select (varta.round_line(c.id, x.id)).* where x.kind = 'round' union all select (varta.campaign_line(c.id, x.id)).* where x.kind = 'campaign') l
    order by x.over, x.kind = 'campaign', x.at desc, x.id desc;
end
$$;
comment on function api.inspections is 'in: city. out: its newest 100 rounds and 100 campaigns, open ones first, rounds before campaigns. errors: VA001, VA004';

create or replace function varta.campaign_verbs(k varta.campaign) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select case when k.signed_at is null and k.unit_id = (varta.me()).unit_id and 'traffic' = any(varta.roles_in(k.city_id))
                then '["campaign_members", "campaign_streets", "finding_add", "finding_drop", "campaign_sign", "campaign_issue"]' else '[]' end::jsonb
$$;
comment on function varta.campaign_verbs is 'in: campaign. out: what the operator can do with it now';

create or replace function api.inspection_detail(p_id bigint) returns jsonb
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    k varta.campaign := varta.campaign_of(p_id);
begin
    return api.campaign_detail(k.id) || to_jsonb(varta.campaign_line(k.city_id, k.id)) || jsonb_build_object('verbs', varta.campaign_verbs(k),
        'streets', (select coalesce(jsonb_agg(jsonb_build_object('name', s.name) order by s.n), '[]') from varta.campaign_street s where s.city_id = k.city_id and s.campaign_id = k.id),
        'findings', (select coalesce(jsonb_agg(jsonb_build_object('n', f.n::text, 'object', f.object_name, 'what', f.what, 'place', f.place, 'owner', coalesce(f.owner_name, ''),
                                                                  'order', coalesce(nullif(f.order_name, ''), '')) order by f.n), '[]') from api.findings(k.id) f),
        'orders', (select coalesce(jsonb_agg(distinct jsonb_build_object('id', f."order", 'name', coalesce(f.order_name, ''))), '[]') from api.findings(k.id) f where f."order" is not null));
end
$$;
comment on function api.inspection_detail is
'in: number of a campaign. out: api.campaign_detail() with its line among the unit''s things, its findings with their owners and orders, and verbs: what the operator can do with it now. errors: VA001';

create or replace function varta.one_of_kind(p_word text) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_word text := lower(btrim(coalesce(p_word, '')));
    v record;
begin
    select count(*) as n, min(x.code) as code into v
    from (select o.code, rank() over (order by o.code <> v_word and lower(o.name) <> v_word, position(' ' || v_word in ' ' || lower(o.name))) as place
          from varta.object_kind o where v_word <> '' and (starts_with(o.code, v_word) or position(' ' || v_word in ' ' || lower(o.name)) > 0)) x
    where x.place = 1;
    if v.n <> 1 then
        perform varta.fail('VA003', format('%L is no kind of thing, or several', p_word), 'object', left(v_word, 40), (select string_agg(code || ' ' || name, ' | ' order by id) from varta.object_kind));
    end if;
    return v.code;
end
$$;
comment on function varta.one_of_kind is
'in: how a word of the name of a kind of thing begins, or its code. out: the code of the one in whose name it stands first. errors: VA003, naming all of them, where it is none or several';

create or replace function varta.finding_typed(p_campaign bigint, p_text text) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_parts text[] := regexp_split_to_array(coalesce(p_text, ''), '\s*;\s*');
    v_dangerous boolean := starts_with(btrim(coalesce(v_parts[1], '')), '!');
    t record := varta.found_typed(coalesce(v_parts[4], ''));
begin
    if cardinality(v_parts) not between 3 and 4 then
        perform varta.fail('VA003', 'this is no finding', 'finding', left(coalesce(p_text, ''), 80), 'sign; what is wrong; where; depth=12');
    elsif t.note <> '' then
        perform varta.fail('VA003', 'this is no measure', 'measured', left(t.note, 40), 'depth=12 length=2.5');
    end if;
    perform api.finding_add(p_campaign, varta.one_of_kind(btrim(v_parts[1], ' !')), v_parts[2], v_parts[3], null, null, v_dangerous,
                            coalesce((select string_agg(m.key || '=' || m.value, ' ') from jsonb_each_text(t.measured) m), ''));
end
$$;
comment on function varta.finding_typed is
'in: campaign, a finding as it is typed: kind of thing (as much of it as is needed, ! before it: dangerous now), what is wrong, where, measures, with ; between (''! знак; не видно; вул. Лісова, 5; відстань=30''). errors: those of api.finding_add()';

create or replace function varta.district_typed(p_city smallint, p_word text) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_codes text[] := array(select t.code from varta.district t where t.city_id = p_city and (t.code = lower(p_word) or starts_with(lower(t.name), lower(p_word))) order by t.code);
begin
    if p_word is null or p_word = '' then
        return null;
    elsif cardinality(v_codes) <> 1 then
        perform varta.fail('VA003', format('%L is no district, or several', p_word), 'district', left(p_word, 40),
                           (select string_agg(t.code || ' ' || t.name, ' | ' order by t.code) from varta.district t where t.city_id = p_city));
    end if;
    return v_codes[1];
end
$$;
comment on function varta.district_typed is 'in: city, how the name of a district begins, or its code. out: its code; null where nothing is typed. errors: VA003, naming all of them';

create or replace function api.inspection_do(p_verb text, p_city text, p_id bigint, p_version integer, p_day date default null, p_text text default null) returns api.work_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    v_text text := btrim(coalesce(p_text, ''));
    v_city smallint;
    v_id bigint := p_id;
begin
    case p_verb
        when 'round_make' then v_id := (api.round_make(p_city, p_day, null, '', varta.district_typed((varta.city_of(p_city)).id, v_text))).id;
        when 'round_close' then perform api.round_close(p_id, p_version);
        when 'campaign_add' then v_id := (api.campaign_add(p_city, case when v_text = '' then '{}' else jsonb_build_object('title', v_text) end)).id;
        when 'campaign_members' then perform api.campaign_set(p_id, p_version, jsonb_build_object('members', v_text));
        when 'campaign_streets' then perform api.campaign_set(p_id, p_version, jsonb_build_object('streets', v_text));
        when 'campaign_sign' then perform api.campaign_sign(p_id, p_version, false);
        when 'campaign_issue' then perform api.campaign_sign(p_id, p_version, true);
        when 'finding_add' then perform varta.finding_typed(p_id, v_text);
        when 'finding_drop' then perform api.finding_drop(p_id, case when v_text ~ '^\d{1,4}$' then v_text::integer end);
        else perform varta.fail('VA003', format('%L is nothing that is done with rounds and campaigns', p_verb), 'verb', p_verb, 'round_make | round_close | campaign_add | finding_add | …');
    end case;
    if starts_with(p_verb, 'round_') then
        v_city := (varta.round_of(v_id)).city_id;
        return varta.round_line(v_city, v_id);
    end if;
    v_city := (varta.campaign_of(v_id)).city_id;
    return varta.campaign_line(v_city, v_id);
end
$$;
comment on function api.inspection_do is
'in: verb, city (of round_make and campaign_add, which make one), number, version seen, day (of round_make; null: today), what was typed: a district for round_make, a title, members or streets with ; between, a finding
as of varta.finding_typed(), the number of one. out: the line. campaign_issue signs the act and issues the orders. errors: VA001 to VA004, 40001';
