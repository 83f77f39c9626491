-- The canonical text of an order: made once, when it is issued, and never changed. The PDF is made from it.

create or replace function varta.date_in_words(p_day date) returns text
language sql stable as $$
    select format('%s %s %s року', extract(day from p_day),
        ('{січня,лютого,березня,квітня,травня,червня,липня,серпня,вересня,жовтня,листопада,грудня}'::text[])[extract(month from p_day)::integer], extract(year from p_day))
$$;
comment on function varta.date_in_words is 'out: 29 листопада 2026 року';

create or replace function varta.order_finding(p_city smallint, p_defect bigint, p_n integer, p_tz text) returns text
language sql stable set search_path = varta, pg_temp as $$
    select format('%s. %s: %s. Місце: %s.', p_n, upper(left(k.name, 1)) || substr(k.name, 2), rtrim(d.what, ' .'), rtrim(d.place, ' .'))
           || coalesce(' Виміряно: ' || nullif(varta.measured_said(v.measured), '') || '.', '') || coalesce(format(' Перевірено на місці %s.', to_char(v.seen_at at time zone p_tz, 'DD.MM.YYYY')), '')
    from varta.defect d join varta.object_kind k on k.id = d.object_id
    left join lateral (select * from varta.verification x where x.city_id = d.city_id and x.defect_id = d.id and x.outcome = 'confirmed' and varta.stands(x) order by x.id desc limit 1) v on true
    where d.city_id = p_city and d.id = p_defect
$$;
comment on function varta.order_finding is 'in: defect, its place in the order, time zone. out: the line of the order about it';

create or replace function varta.order_text(o varta.orders) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    c varta.city := (select x from varta.city x where x.id = o.city_id);
    u varta.unit := (select x from varta.unit x where x.city_id = o.city_id and x.id = o.unit_id);
    i varta.institution := (select x from varta.institution x where x.city_id = o.city_id and x.id = o.institution_id);
    v_issuer text := (select full_name from varta.operator where id = o.issuer_id);
    v_old varta.orders := (select x from varta.orders x where x.city_id = o.city_id and x.id = o.replaces_id);
begin
    return concat_ws(E'\n\n',
        format(E'ПРИПИС № %s\nвід %s', varta.order_name(o), varta.date_in_words((o.issued_at at time zone c.tz)::date)),
        format('%s, %s', u.name, c.name),
        'Кому: ' || concat_ws(E'\n', i.name, nullif(i.address, '')),
        'Підстава: ' || o.law,
        case when v_old.id is not null then format('Видано замість припису № %s.', varta.order_name(v_old)) end,
        'Виявлено:' || E'\n' || (select string_agg(varta.order_finding(o.city_id, x.defect_id, x.n, c.tz), E'\n' order by x.n)
                                 from varta.order_defect x where x.city_id = o.city_id and x.order_id = o.id),
        'Вимагаю: ' || o.demand,
        format('Строк: до %s включно.', varta.date_in_words(varta.last_day(o.due_at, c.tz))),
        'Додаток: фото, ' || nullif((select count(*) from varta.order_photo x where x.city_id = o.city_id and x.order_id = o.id), 0) || ' шт.',
        format('Припис видав(-ла): %s', v_issuer)) || E'\n';
end
$$;
comment on function varta.order_text is 'in: an order with its number, moment, issuer and due date. out: its text, in Ukrainian; paragraphs are divided by empty lines';

create or replace function varta.order_digest(p_text text) returns bytea
language sql stable as $$
    select sha256(convert_to(p_text, 'UTF8'))
$$;
comment on function varta.order_digest is 'out: SHA-256 of the text of an order, in UTF-8';

-- What is issued stays as it is.

create or replace function varta.keep_issued() returns trigger
language plpgsql as $$
begin
    raise exception using errcode = '55000', message = format('order %s is issued: its text and number are never changed', old.id);
end
$$;

create trigger keep_issued before update on varta.orders
    for each row when (old.number is not null and (new.unit_id, new.institution_id, new.ground_id, new.law, new.demand, new.days, new.working, new.year, new.number, new.text, new.text_hash,
                           new.issued_at, new.issuer_id, new.replaces_id) is distinct from
                          (old.unit_id, old.institution_id, old.ground_id, old.law, old.demand, old.days, old.working, old.year, old.number, old.text, old.text_hash,
                           old.issued_at, old.issuer_id, old.replaces_id)
                          or new.paper_number is distinct from old.paper_number)
    execute function varta.keep_issued();
create trigger refuse_change before delete or truncate on varta.orders for each statement execute function varta.refuse_change();
create trigger refuse_change before update or delete or truncate on varta.order_step for each statement execute function varta.refuse_change();
create trigger refuse_change before update or delete or truncate on varta.verification for each statement execute function varta.refuse_change();
create trigger refuse_change before update or delete or truncate on varta.verification_undone for each statement execute function varta.refuse_change();

create or replace function varta.keep_parts() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    if exists (select from varta.orders o where o.city_id = coalesce(new.city_id, old.city_id) and o.id = coalesce(new.order_id, old.order_id) and o.number is not null) then
        raise exception using errcode = '55000', message = format('order %s is issued: its %s are never changed', coalesce(new.order_id, old.order_id), tg_argv[0]);
    end if;
    return coalesce(new, old);
end
$$;

create trigger keep_defects before insert or update or delete on varta.order_defect for each row execute function varta.keep_parts('defects');
create trigger keep_photos before insert or update or delete on varta.order_photo for each row execute function varta.keep_parts('photos');
