-- Deploy varta:rules
-- Which unit could be responsible: rules as data (category, district, an institution's area of
-- responsibility), best first, with the reason in words. They only suggest; the moderator decides.
begin;
set local role varta_owner;

create table varta.unit_street (
    city_id smallint not null,
    unit_id integer not null,
    id integer generated always as identity,
    name text not null,
    kind text not null,
    street text not null,
    low integer constraint unit_street_low check (low > 0),
    high integer constraint unit_street_high check (high >= coalesce(low, 1)),
    parity text not null constraint unit_street_parity check (parity in ('all', 'odd', 'even')),
    primary key (city_id, id),
    foreign key (city_id, unit_id) references varta.unit
);
comment on table varta.unit_street is 'the streets that a unit is responsible for; columns as of varta.beat_street';
comment on constraint unit_street_low on varta.unit_street is 'houses are numbered from 1';
comment on constraint unit_street_high on varta.unit_street is 'from the lower number to the higher';
comment on constraint unit_street_parity on varta.unit_street is 'which side of the street';
create index unit_street_street on varta.unit_street (city_id, street);
create index unit_street_unit on varta.unit_street (city_id, unit_id);

create table varta.referral_rule (
    city_id smallint not null references varta.city,
    id integer generated always as identity,
    unit_id integer not null,
    category_id integer,
    district_id integer,
    by_area boolean not null default false,
    priority smallint not null default 100,
    active boolean not null default true,
    primary key (city_id, id),
    foreign key (city_id, unit_id) references varta.unit,
    foreign key (city_id, category_id) references varta.category,
    foreign key (city_id, district_id) references varta.district,
    constraint referral_rule_once unique nulls not distinct (city_id, unit_id, category_id, district_id, by_area)
);
comment on table varta.referral_rule is 'requests of this category (null: any) in this district (null: any) could be this unit''s';
comment on column varta.referral_rule.by_area is 'only where the unit''s area or its streets hold the place of the request';
comment on column varta.referral_rule.priority is 'the smallest comes first';
comment on constraint referral_rule_once on varta.referral_rule is 'twice the same rule would have two priorities';

do $$
begin
    perform varta.watch('varta.unit_street'), varta.watch('varta.referral_rule');
end
$$;

create function varta.responsible(p_city smallint, p_unit integer, p_point public.geometry, p_address varta.address) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if exists (select from varta.unit_piece where city_id = p_city and unit_id = p_unit and public.st_covers(area, p_point)) then
        return varta.say('територія відповідальності', 'area of responsibility');
    end if;
    return (select varta.say('список вулиць: ', 'list of streets: ') || s.name from varta.unit_street s
            where s.city_id = p_city and s.unit_id = p_unit and s.street = p_address.street
              and varta.street_fits(p_address, s.kind, s.low, s.high, s.parity)
            order by s.kind <> p_address.kind, s.id limit 1);
end
$$;
comment on function varta.responsible is 'in: unit, point and address of a request. out: why its area holds the place, in words; null where it does not';

create function varta.suggest(r varta.request) returns table (unit_id integer, code text, name text, reason text, priority smallint)
language plpgsql stable set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_address varta.address := varta.parse_address(r.address, (select name from varta.city where id = r.city_id));
begin
    return query
    select s.id, s.code, s.name, s.reason, s.priority
    from (select distinct on (u.id) u.id, u.code, varta.say(u.name, u.name_en) as name, c.reason, c.priority, c.wide
          from (select q.unit_id, q.priority,
                       (q.category_id is null)::int + (q.district_id is null)::int + (not q.by_area)::int as wide,
                       varta.say('правило: ', 'rule: ')
                       || coalesce(nullif(concat_ws(', ', varta.say(g.name, g.name_en), varta.say(d.name, d.name_en), a.held), ''),
                                   varta.say('будь-яке звернення', 'any request')) as reason
                from varta.referral_rule q
                left join varta.category g on g.city_id = q.city_id and g.id = q.category_id
                left join varta.district d on d.city_id = q.city_id and d.id = q.district_id
                cross join lateral (select case when q.by_area then varta.responsible(q.city_id, q.unit_id, r.point, v_address) end as held) a
                where q.city_id = r.city_id and q.active and (q.category_id is null or q.category_id = r.category_id)
                  and (q.district_id is null or q.district_id = r.district_id) and (not q.by_area or a.held is not null)
                union all
                select g.unit_id, null, 4, varta.say('категорія: ' || g.name, 'category: ' || coalesce(nullif(g.name_en, ''), g.name))
                from varta.category g where g.city_id = r.city_id and g.id = r.category_id) c
          join varta.unit u on u.city_id = r.city_id and u.id = c.unit_id and u.active
          order by u.id, c.priority nulls last, c.wide) s
    order by s.priority nulls last, s.wide, s.id;
end
$$;
comment on function varta.suggest is
'in: request. out: the units that could be responsible, each once, best first: by the priority of the rule, then what is said more closely,
and last the unit of the category (priority null). Abolished units never';

commit;
