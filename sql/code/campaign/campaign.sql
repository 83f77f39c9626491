-- Campaigns: a commission inspects streets; who, which streets, from when to when.

create type api.campaign_row as (
    city text, id bigint, version integer, season text, season_name text, title text, starts date, ends date, members integer, streets integer, findings integer, orders integer,
    signed bigint, unit_name text);
comment on type api.campaign_row is 'one line of a list of campaigns. orders: how many are about what was found; signed: when the act was (epoch s), null: it is not';

create or replace function varta.campaign_row(p_city smallint, p_id bigint) returns setof api.campaign_row
language sql stable as $$
    select c.code, k.id, k.version, s.code, varta.localized(s.name, s.name_en), k.title, k.starts, k.ends,
           (select count(*)::integer from varta.campaign_member x where x.city_id = k.city_id and x.campaign_id = k.id),
           (select count(*)::integer from varta.campaign_street x where x.city_id = k.city_id and x.campaign_id = k.id),
           (select count(*)::integer from varta.finding x where x.city_id = k.city_id and x.campaign_id = k.id),
           (select count(distinct y.order_id)::integer from varta.finding x join varta.order_defect y on y.city_id = x.city_id and y.defect_id = x.defect_id
            where x.city_id = k.city_id and x.campaign_id = k.id),
           varta.epoch(k.signed_at), varta.localized(u.name, u.name_en)
    from varta.campaign k join varta.city c on c.id = k.city_id join varta.campaign_season s on s.code = k.season
    join varta.unit u on u.city_id = k.city_id and u.id = k.unit_id
    where k.city_id = p_city and k.id = p_id
$$;
comment on function varta.campaign_row is 'in: key of a campaign. out: its line';

create or replace function varta.campaign_of(p_id bigint) returns varta.campaign
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    k varta.campaign;
begin
    select * into k from varta.campaign where city_id = any(varta.order_cities()) and id = p_id;
    if not found then
        perform varta.fail('VA001', format('there is no campaign %s', p_id), 'campaign', p_id::text);
    end if;
    return k;
end
$$;
comment on function varta.campaign_of is 'in: number. out: the campaign, as far as the operator sees it. errors: VA001';

create or replace function varta.begin_campaign(p_verb text, p_id bigint, p_version integer) returns varta.campaign
language plpgsql set search_path = varta, pg_temp as $$
declare
    k varta.campaign := varta.campaign_of(p_id);
begin
    perform varta.own_unit_check(k.city_id, k.unit_id, p_verb);
    select * into k from varta.campaign where city_id = k.city_id and id = k.id for no key update;
    perform varta.version_check('campaign', k.id, coalesce(p_version, k.version), k.version);
    if k.signed_at is not null then
        perform varta.fail('VA002', 'the act is signed', p_verb, 'signed', k.id::text, 'the act is signed');
    end if;
    return k;
end
$$;
comment on function varta.begin_campaign is
'in: verb, number, the version that the operator saw (null: whichever it has). out: the campaign, locked, not signed yet, of the operator''s own unit. errors: VA001, VA002, VA004, 40001';

create or replace function varta.campaign_people(k varta.campaign, p_settings jsonb) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    if p_settings ? 'members' then
        delete from varta.campaign_member where city_id = k.city_id and campaign_id = k.id;
        insert into varta.campaign_member
        select k.city_id, k.id, row_number() over (order by e.n), varta.check_text('member', btrim(split_part(e.x, ',', 1)), 200),
               varta.check_longest('post', btrim(substr(e.x, length(split_part(e.x, ',', 1)) + 2)), 300)
        from jsonb_array_elements_text(varta.list_of(p_settings -> 'members')) with ordinality e (x, n);
    end if;
    if p_settings ? 'streets' then
        delete from varta.campaign_street where city_id = k.city_id and campaign_id = k.id;
        insert into varta.campaign_street select k.city_id, k.id, row_number() over (order by e.n), varta.check_text('street', btrim(e.x), 200)
        from jsonb_array_elements_text(varta.list_of(p_settings -> 'streets')) with ordinality e (x, n);
    end if;
end
$$;
comment on function varta.campaign_people is 'in: campaign, {"members": [''name, post''], "streets"}, or the same as one text with ; between. What is given replaces what was there. errors: VA003';

create or replace function api.campaign_set(p_id bigint, p_version integer, p_settings jsonb) returns api.campaign_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    k varta.campaign := varta.begin_campaign('campaign_set', p_id, p_version);
    v jsonb := jsonb_build_object('season', k.season, 'title', k.title, 'starts', k.starts, 'ends', k.ends) || p_settings;
begin
    perform varta.settings_check(p_settings, '{season,title,starts,ends,members,streets}'),
            varta.filter_check('season', array[v ->> 'season'], array(select code from varta.campaign_season order by sort));
    update varta.campaign set season = v ->> 'season', title = varta.check_text('title', v ->> 'title', 200), starts = (v ->> 'starts')::date, ends = (v ->> 'ends')::date, version = version + 1
    where city_id = k.city_id and id = k.id;
    perform varta.campaign_people(k, p_settings);
    return (select l from varta.campaign_row(k.city_id, k.id) l);
exception when check_violation or invalid_datetime_format or datetime_field_overflow or not_null_violation then
    perform varta.fail('VA003', sqlerrm, 'settings', left(p_settings::text, 200), 'starts=2026-03-01 ends=2026-03-20; at most 120 days, 40 members, 500 streets');
end
$$;
comment on function api.campaign_set is
'in: number, version seen (null: whichever it has), {"season": spring | autumn | other, "title", "starts", "ends", "members": [''name, post''], the chairman first, "streets": [names]}. out: the
line. errors: VA001 to VA004, 40001';

create or replace function api.campaign_add(p_city text, p_settings jsonb) returns api.campaign_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city);
    v_unit integer := varta.issuing_unit(c.id, 'campaign_add');
    v_today date := (now() at time zone c.tz)::date;
    v_season text := case when extract(month from v_today) between 2 and 6 then 'spring' when extract(month from v_today) between 8 and 12 then 'autumn' else 'other' end;
    k varta.campaign;
begin
    insert into varta.campaign (city_id, unit_id, season, title, starts, ends, operator_id)
    values (c.id, v_unit, v_season, format('%s %s', (select name from varta.campaign_season where code = coalesce(p_settings ->> 'season', v_season)), extract(year from v_today)),
            v_today, v_today + 30, (varta.me()).id)
    returning * into k;
    return api.campaign_set(k.id, 1, p_settings);
end
$$;
comment on function api.campaign_add is 'in: city, settings as of api.campaign_set() (none: this season''s, for a month from today). out: the line. errors: VA001, VA003, VA004';

create or replace function api.campaigns(p_city text) returns setof api.campaign_row
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city, 'traffic', 'moderator', 'expert', 'auditor');
begin
    return query select l.* from (select k.city_id, k.id, k.starts from varta.campaign k where k.city_id = c.id order by k.starts desc, k.id desc limit 200) k
                 cross join lateral varta.campaign_row(k.city_id, k.id) l order by k.starts desc, k.id desc;
end
$$;
comment on function api.campaigns is 'in: city. out: the newest 200 campaigns. errors: VA001, VA004';
