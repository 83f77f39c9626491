-- The act of a commission: its text, which is never changed once it is signed, and what comes of it: defects, and orders to their owners.

create or replace function varta.finding_said(f varta.finding) returns text
language sql stable set search_path = varta, pg_temp as $$
    select format('%s. %s: %s. Місце: %s.', f.n, upper(left(k.name, 1)) || substr(k.name, 2), rtrim(f.what, ' .'), rtrim(f.place, ' .'))
           || coalesce(' Виміряно: ' || nullif(varta.measured_said(f.measured), '') || '.', '') || case when f.dangerous then ' Небезпечно.' else '' end
    from varta.object_kind k where k.id = f.object_id
$$;
comment on function varta.finding_said is 'in: finding. out: its line in the act';

create or replace function varta.act_text(k varta.campaign, p_signed timestamptz) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    c varta.city := (select x from varta.city x where x.id = k.city_id);
    u varta.unit := (select x from varta.unit x where x.city_id = k.city_id and x.id = k.unit_id);
begin
    return concat_ws(E'\n\n',
        format(E'АКТ ОБСТЕЖЕННЯ № %s\nвід %s', k.id, varta.date_in_words((p_signed at time zone c.tz)::date)),
        format('%s, %s', u.name, c.name),
        format('%s. Обстежено з %s до %s.', upper(left(k.title, 1)) || substr(k.title, 2), varta.date_in_words(k.starts), varta.date_in_words(k.ends)),
        'Комісія:' || E'\n' || (select string_agg(format('%s. %s', m.n, concat_ws(', ', m.name, nullif(m.post, ''))) || case when m.n = 1 and m.post !~* '\mголова\M' then ' (голова)' else '' end, E'\n' order by m.n)
                                from varta.campaign_member m where m.city_id = k.city_id and m.campaign_id = k.id),
        'Вулиці: ' || (select string_agg(s.name, '; ' order by s.n) from varta.campaign_street s where s.city_id = k.city_id and s.campaign_id = k.id) || '.',
        coalesce('Виявлено:' || E'\n' || (select string_agg(varta.finding_said(f), E'\n' order by f.n) from varta.finding f where f.city_id = k.city_id and f.campaign_id = k.id),
                 'Недоліків не виявлено.')) || E'\n';
end
$$;
comment on function varta.act_text is 'in: campaign, when its act is signed. out: the text of the act, in Ukrainian; paragraphs are divided by empty lines';

create or replace function varta.keep_signed() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_id bigint := coalesce(to_jsonb(new), to_jsonb(old)) ->> 'campaign_id';
begin
    if exists (select from varta.campaign k where k.id = v_id and k.signed_at is not null) then
        raise exception using errcode = '55000', message = format('the act of campaign %s is signed: nothing of it is changed', v_id);
    end if;
    return coalesce(new, old);
end
$$;

create trigger keep_signed before insert or delete or update of n, object_id, dangerous, what, place, point, measured, operator_id, created_at on varta.finding
    for each row execute function varta.keep_signed();
create trigger keep_signed before insert or update or delete on varta.campaign_member for each row execute function varta.keep_signed();
create trigger keep_signed before insert or update or delete on varta.campaign_street for each row execute function varta.keep_signed();
create trigger refuse_change before delete or truncate on varta.campaign for each statement execute function varta.refuse_change();
create trigger refuse_truncate before truncate on varta.finding for each statement execute function varta.refuse_change();

create or replace function varta.keep_act() returns trigger
language plpgsql as $$
begin
    raise exception using errcode = '55000', message = format('the act of campaign %s is signed: nothing of it is changed', old.id);
end
$$;

create trigger keep_act before update on varta.campaign
    for each row when (old.signed_at is not null and to_jsonb(new) - 'version' <> to_jsonb(old) - 'version') execute function varta.keep_act();

create or replace function varta.finding_defects(k varta.campaign) returns bigint[]
language plpgsql set search_path = varta, pg_temp as $$
declare
    f varta.finding;
    d varta.defect;
    v_all bigint[] := '{}';
begin
    for f in select x.* from varta.finding x where x.city_id = k.city_id and x.campaign_id = k.id order by x.n loop
        insert into varta.defect (city_id, unit_id, object_id, dangerous, what, place, point, district_id, operator_id)
        values (k.city_id, k.unit_id, f.object_id, f.dangerous, f.what, f.place, f.point, (select district_id from varta.locate(k.city_id, f.point)), f.operator_id) returning * into d;
        perform varta.defect_entered(d);
        perform varta.verify(d, 'confirmed', format('Акт обстеження № %s, пункт %s', k.id, f.n), f.measured, null);
        update varta.finding x set defect_id = d.id where x.city_id = f.city_id and x.campaign_id = f.campaign_id and x.n = f.n;
        v_all := v_all || d.id;
    end loop;
    return v_all;
end
$$;
comment on function varta.finding_defects is 'in: campaign whose act is signed. out: the defects that its findings are from now on, confirmed';

create or replace function varta.draft_orders(p_city smallint, p_defects bigint[]) returns bigint[]
language plpgsql set search_path = varta, pg_temp as $$
declare
    g record;
    v_all bigint[] := '{}';
begin
    for g in select i.code, array_agg(d.id order by d.id) as defects
             from varta.defect d join varta.institution i on i.city_id = d.city_id and i.id = varta.owner_of(d) and i.active
             where d.city_id = p_city and d.id = any(p_defects) and exists (select from varta.order_ground x where x.city_id = d.city_id and x.object_id = d.object_id and x.active)
             group by i.code, d.object_id order by min(d.id)
    loop
        for v_at in 1 .. cardinality(g.defects) by 200 loop
            v_all := v_all || (select o.id from api.order_draft(g.defects[v_at : v_at + 199], null, g.code) o);
        end loop;
    end loop;
    return v_all;
end
$$;
comment on function varta.draft_orders is
'in: city, confirmed defects. out: the drafts of orders about them: one to each owner for each kind of thing; those whose owner or ground is not known have none';

create or replace function api.campaign_sign(p_id bigint, p_version integer default null, p_issue boolean default false)
returns table ("order" bigint, name text, institution_name text, findings bigint)
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    k varta.campaign := varta.begin_campaign('campaign_sign', p_id, p_version);
    v_orders bigint[];
    v_defects bigint[];
begin
    if not exists (select from varta.campaign_member m where m.city_id = k.city_id and m.campaign_id = k.id) then
        perform varta.fail('VA003', 'a commission has members', 'members', '', 'members=''name, post; name, post''');
    end if;
    k.signed_at := now();
    k.text := varta.act_text(k, k.signed_at);
    k.text_hash := varta.order_digest(k.text);
    update varta.campaign set text = k.text, text_hash = k.text_hash, signed_at = k.signed_at, version = version + 1 where city_id = k.city_id and id = k.id;
    v_defects := varta.finding_defects(k);
    perform varta.record_event(k.city_id, 'campaign_sign', null, null, jsonb_build_object('campaign', k.id, 'name', k.title, 'text_hash', encode(k.text_hash, 'hex'), 'defects', to_jsonb(v_defects)));
    v_orders := varta.draft_orders(k.city_id, v_defects);
    if p_issue then
        perform api.order_issue(o, 1) from unnest(v_orders) o;
    end if;
    return query
    select o.id, coalesce(varta.order_name(o), ''), varta.localized(i.name, i.name_en), count(*)
    from varta.finding f left join varta.order_defect x on x.city_id = f.city_id and x.defect_id = f.defect_id
    left join varta.orders o on o.city_id = x.city_id and o.id = x.order_id left join varta.institution i on i.city_id = o.city_id and i.id = o.institution_id
    where f.city_id = k.city_id and f.campaign_id = k.id group by o.id, o.city_id, o.*, i.name, i.name_en order by o.id nulls last;
end
$$;
comment on function api.campaign_sign is
'in: number, version seen (null: whichever it has), whether the orders are issued, too. The act is frozen and hashed, its findings are confirmed defects, and there is a draft of an order to each owner for
each kind of thing. out: each order with its number (empty: a draft) and how many findings it is about; order null: those for which no owner or no ground is known. errors: VA001 to VA004, 40001';

create or replace function api.campaign_detail(p_id bigint) returns jsonb
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    k varta.campaign := varta.campaign_of(p_id);
begin
    return to_jsonb((select l from varta.campaign_row(k.city_id, k.id) l)) || jsonb_build_object('text', coalesce(k.text, varta.act_text(k, now())), 'text_hash', encode(k.text_hash, 'hex'),
        'members', (select coalesce(jsonb_agg(jsonb_build_object('name', m.name, 'post', m.post) order by m.n), '[]') from varta.campaign_member m where m.city_id = k.city_id and m.campaign_id = k.id),
        'streets', (select coalesce(jsonb_agg(s.name order by s.n), '[]') from varta.campaign_street s where s.city_id = k.city_id and s.campaign_id = k.id));
end
$$;
comment on function api.campaign_detail is
'in: number. out: its line as JSON, with members and streets (in the place of their counts), the text of the act as signed, or as it would be today, and its SHA-256 (null: not signed). errors: VA001';
