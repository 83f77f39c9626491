-- District officers: the areas they answer for, who holds which beat when, who stands in for whom, and when
-- residents can find them. Who is in charge at a moment is always asked with that moment.

-- Which beat ------------------------------------------------------------------------------------

create or replace function varta.beat_at(p_city smallint, p_point public.geometry) returns table (beat_id integer)
language sql stable as $$
    select p.beat_id from varta.beat_piece p join varta.beat b on b.city_id = p.city_id and b.id = p.beat_id
    where p.city_id = p_city and public.st_covers(p.area, p_point) and b.active
    order by p.beat_id limit 1
$$;
comment on function varta.beat_at is
'in: city, point. out: the beat that covers it, on a border the one that was first; no row where none does. Inlined, as varta.locate()';

create or replace function varta.beat_of_address(p_city smallint, p_address text) returns integer
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    a varta.address;
begin
    if coalesce(p_address, '') = '' then
        return null;
    end if;
    a := varta.parse_address(p_address, (select name from varta.city where id = p_city));
    return (select s.beat_id
            from (select a.kind, a.street, a.house, 0 as o
                  -- the same street by its other names, and with an error in what was written
                  union all
                  select x.kind, x.street, (varta.place_asked(p_city, p_address)).house.number, 1
                  from varta.address_place(p_city, p_address) g
                  join varta.street_alias n on n.city_id = p_city and n.street_id = g.street_id
                  cross join lateral varta.street_name(n.name) x
                  where exists (select from varta.street t where t.city_id = p_city)) n
            join varta.beat_street s on s.city_id = p_city and s.street = n.street
                 and varta.street_fits(row(n.kind, n.street, n.house)::varta.address, s.kind, s.low, s.high, s.parity)
            join varta.beat b on b.city_id = s.city_id and b.id = s.beat_id and b.active
            order by n.o, s.low is null and s.high is null and s.parity = 'all', s.kind <> n.kind, s.beat_id limit 1);
end
$$;
comment on function varta.beat_of_address is
'in: city, address. out: the beat whose street list has it, a line with numbers before a whole street; also by another name of the street, where the city
has its streets; null where none has';

create or replace function varta.beat_for(p_city smallint, p_point public.geometry, p_address text) returns integer
language sql stable set search_path = varta, pg_temp as $$
    select coalesce((select beat_id from varta.beat_at(p_city, p_point)), varta.beat_of_address(p_city, p_address),
                    varta.beat_of_address(p_city, case when p_point is not null then varta.near_point(p_city, p_point) end))
$$;
comment on function varta.beat_for is 'the beat of a point or, where no beat covers it, of an address, or of the house that is nearest to the point';

-- Who -------------------------------------------------------------------------------------------

create or replace function varta.holder_at(p_city smallint, p_beat integer, p_at timestamptz) returns table (operator_id integer)
language sql stable as $$
    select a.operator_id
    from varta.beat_officer a
    join varta.operator o on o.id = a.operator_id and o.active
    join varta.operator_city c on c.operator_id = o.id and c.city_id = a.city_id
    where a.city_id = p_city and a.beat_id = p_beat and a.period @> p_at
$$;
comment on function varta.holder_at is
'in: beat, moment. out: its officer then; no row where it has none, or one who has left the city. Inlined';

create or replace function varta.beat_holder(p_city smallint, p_beat integer, p_at timestamptz default clock_timestamp()) returns integer
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select operator_id from varta.holder_at(p_city, p_beat, p_at));
end
$$;
comment on function varta.beat_holder is 'the same as one number, or null';

create or replace function varta.deputy_of(p_operator integer, p_at timestamptz default clock_timestamp()) returns integer
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select a.deputy_id from varta.absence a join varta.operator o on o.id = a.deputy_id and o.active
            where a.operator_id = p_operator and a.period @> p_at);
end
$$;
comment on function varta.deputy_of is 'in: officer, moment. out: who stands in then; null where the officer is there, or nobody does';

create or replace function varta.is_officer(p_login text, p_roles text[]) returns boolean
language sql stable as $$
    select pg_has_role(p_login, 'varta_officer', 'member') and (p_roles is null or 'officer' = any(p_roles))
$$;
comment on function varta.is_officer is 'in: login, its roles in a city as in varta.operator_city. out: whether it is a district officer there';

create or replace function varta.is_moderator(p_login text, p_roles text[]) returns boolean
language sql stable as $$
    select pg_has_role(p_login, 'varta_moderator', 'member') and (p_roles is null or 'moderator' = any(p_roles))
$$;
comment on function varta.is_moderator is 'the same of a moderator';

create or replace function varta.named_reader(p_city smallint, p_at timestamptz) returns integer
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select x.id
            from varta.message_reader t cross join lateral (values (t.operator_id, 1), (varta.deputy_of(t.operator_id, p_at), 2)) d (id, n)
            join varta.operator x on x.id = d.id and x.active
            join varta.operator_city c on c.operator_id = x.id and c.city_id = p_city
            where t.city_id = p_city and (varta.is_officer(x.login, c.roles) or varta.is_moderator(x.login, c.roles))
              and not exists (select from varta.absence a where a.operator_id = x.id and a.period @> p_at)
            order by d.n limit 1);
end
$$;
comment on function varta.named_reader is
'in: city, moment. out: whom the city has named to get the messages that are nobody''s or, while that one is away, the deputy; null where neither is there';

create or replace function varta.stand_ins(p_city smallint, p_at timestamptz) returns integer[]
language sql stable set search_path = varta, pg_temp as $$
    with here as (
        select o.id, case
                   when u.kind = 'officer' and varta.is_officer(o.login, c.roles) then 1
                   when o.police and varta.is_moderator(o.login, c.roles) then 2
                   when varta.is_moderator(o.login, c.roles) then 3 end as level
        from varta.operator o join varta.operator_city c on c.operator_id = o.id and c.city_id = p_city
        left join varta.unit u on u.city_id = o.unit_city and u.id = o.unit_id and u.city_id = p_city and u.active
        where o.active and (varta.deputy_of(o.id, p_at) is not null
                            or not exists (select from varta.absence a where a.operator_id = o.id and a.period @> p_at)))
    select coalesce((select array[m] from varta.named_reader(p_city, p_at) m where m is not null), array_agg(id), '{}')
    from here where level = (select min(level) from here)
$$;
comment on function varta.stand_ins is
'in: city, moment. out: to whom a message is handed on that is nobody''s: varta.named_reader() or, where there is none, the officers of the officers'' unit; where nobody is there and nobody
stands in for them, the moderators of the police, who can give it to an officer; where there are none, all moderators of the city';

create or replace function varta.message_readers(p_city smallint, p_operator integer, p_beat integer, p_at timestamptz default clock_timestamp())
returns integer[]
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_officers integer[];
    v_deputies integer[];
begin
    select array_agg(o.id), array_remove(array_agg(varta.deputy_of(o.id, p_at)), null) into v_officers, v_deputies
    from varta.operator o join varta.operator_city c on c.operator_id = o.id and c.city_id = p_city
    where o.active and o.id in (p_operator, varta.beat_holder(p_city, p_beat, p_at)) and varta.is_officer(o.login, c.roles);
    if v_deputies <> '{}' or exists (select from unnest(v_officers) o
                                     where not exists (select from varta.absence a where a.operator_id = o and a.period @> p_at)) then
        return v_officers || v_deputies;
    end if;
    return coalesce(v_officers, '{}') || varta.stand_ins(p_city, p_at);
end
$$;
comment on function varta.message_readers is
'in: city, assigned officer and beat of a message (or null), moment. out: whose it is to read then: the assigned officer, the officer of the
beat, and their deputies; where none of them is there, varta.stand_ins(), so that no message is lost';

create or replace function varta.own_zone(o varta.operator) returns text
language sql stable set search_path = varta, pg_temp as $$
    select coalesce((select c.tz from varta.operator_city x join varta.city c on c.id = x.city_id where x.operator_id = o.id order by c.id limit 1), 'UTC')
$$;
comment on function varta.own_zone is 'in: operator. out: the zone of the first of the operator''s cities';
