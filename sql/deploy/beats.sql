-- Deploy varta:beats
-- District officers: the areas they answer for, who holds which beat when, who stands in for whom,
-- and when residents can find them. Who is in charge at a moment is always asked with that moment.
begin;
set local role varta_owner;

create table varta.beat (
    city_id smallint not null references varta.city,
    id integer generated always as identity,
    code text not null constraint beat_code check (code <> ''),
    name text not null constraint beat_name check (name <> ''),
    name_en text not null default '',
    area public.geometry(MultiPolygon, 4326) not null
        constraint beat_area check (public.st_isvalid(area) and not public.st_isempty(area)),
    active boolean not null default true,
    primary key (city_id, id),
    unique (city_id, code)
);
comment on table varta.beat is 'the area of one district officer';
comment on column varta.beat.active is 'false: abolished; what was its own stays its own';
comment on constraint beat_code on varta.beat is 'it is named by it';
comment on constraint beat_name on varta.beat is 'people read it';
comment on constraint beat_area on varta.beat is 'as of districts';

create table varta.beat_piece (
    city_id smallint not null,
    beat_id integer not null,
    area public.geometry(Polygon, 4326) not null,
    foreign key (city_id, beat_id) references varta.beat on delete cascade
);
create index beat_piece_area on varta.beat_piece using gist (area);
create index beat_piece_beat on varta.beat_piece (city_id, beat_id);
create trigger cut after insert or update of area on varta.beat for each row execute function varta.cut();

create table varta.beat_street (
    city_id smallint not null,
    beat_id integer not null,
    id integer generated always as identity,
    name text not null,
    kind text not null,
    street text not null,
    low integer constraint beat_street_low check (low > 0),
    high integer constraint beat_street_high check (high >= coalesce(low, 1)),
    parity text not null constraint beat_street_parity check (parity in ('all', 'odd', 'even')),
    primary key (city_id, id),
    foreign key (city_id, beat_id) references varta.beat
);
comment on table varta.beat_street is 'the houses of a beat, for addresses without a point';
comment on column varta.beat_street.name is 'as the list has it; kind and street are the same as varta.street_name() says them';
comment on constraint beat_street_low on varta.beat_street is 'houses are numbered from 1';
comment on constraint beat_street_high on varta.beat_street is 'from the lower number to the higher';
comment on constraint beat_street_parity on varta.beat_street is 'which side of the street';
create index beat_street_street on varta.beat_street (city_id, street);
create index beat_street_beat on varta.beat_street (city_id, beat_id);

create table varta.beat_officer (
    city_id smallint not null,
    beat_id integer not null,
    id integer generated always as identity,
    operator_id integer not null references varta.operator,
    period tstzrange not null constraint beat_officer_period check (not isempty(period)),
    primary key (city_id, id),
    foreign key (city_id, beat_id) references varta.beat,
    constraint beat_officer_one exclude using gist (city_id with =, beat_id with =, period with &&)
);
comment on table varta.beat_officer is 'who holds a beat from when to when; an officer may hold several';
comment on constraint beat_officer_period on varta.beat_officer is 'an empty one would hold nothing';
comment on constraint beat_officer_one on varta.beat_officer is 'a beat has one officer at a time';
create index beat_officer_operator on varta.beat_officer (operator_id);

create table varta.absence (
    id integer primary key generated always as identity,
    operator_id integer not null references varta.operator,
    deputy_id integer references varta.operator,
    period tstzrange not null constraint absence_period check (not isempty(period)),
    constraint absence_self check (deputy_id <> operator_id),
    constraint absence_one exclude using gist (operator_id with =, period with &&)
);
comment on table varta.absence is 'when an officer is away, and who stands in (null: nobody)';
comment on constraint absence_period on varta.absence is 'an empty one would be none';
comment on constraint absence_self on varta.absence is 'nobody is their own deputy';
comment on constraint absence_one on varta.absence is 'nobody has two deputies at once';
create index absence_deputy on varta.absence (deputy_id);

create table varta.office_hours (
    operator_id integer not null references varta.operator,
    weekday smallint not null constraint office_hours_weekday check (weekday between 1 and 7),
    opens time not null,
    closes time not null,
    place text not null constraint office_hours_place check (place <> ''),
    primary key (operator_id, weekday, opens),
    constraint office_hours_order check (closes > opens),
    constraint office_hours_one exclude using gist (
        operator_id with =, weekday with =, numrange(extract(epoch from opens), extract(epoch from closes)) with &&)
);
comment on table varta.office_hours is 'when and where residents find an officer, by the clock of the city';
comment on column varta.office_hours.weekday is '1 is Monday';
comment on constraint office_hours_weekday on varta.office_hours is 'as ISO 8601 counts them';
comment on constraint office_hours_place on varta.office_hours is 'residents have to know where';
comment on constraint office_hours_order on varta.office_hours is 'they end after they begin, on the same day';
comment on constraint office_hours_one on varta.office_hours is 'nobody is in two places at once';

-- Which beat ------------------------------------------------------------------------------------

create function varta.beat_at(p_city smallint, p_point public.geometry) returns table (beat_id integer)
language sql stable as $$
    select p.beat_id from varta.beat_piece p join varta.beat b on b.city_id = p.city_id and b.id = p.beat_id
    where p.city_id = p_city and public.st_covers(p.area, p_point) and b.active
    order by p.beat_id limit 1
$$;
comment on function varta.beat_at is
'in: city, point. out: the beat that covers it, on a border the one that was first; no row where none does. Inlined, as varta.place()';

create function varta.beat_of_address(p_city smallint, p_address text) returns integer
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    a varta.address;
begin
    if coalesce(p_address, '') = '' then
        return null;
    end if;
    a := varta.parse_address(p_address, (select name from varta.city where id = p_city));
    return (select s.beat_id from varta.beat_street s join varta.beat b on b.city_id = s.city_id and b.id = s.beat_id
            where s.city_id = p_city and s.street = a.street and varta.street_fits(a, s.kind, s.low, s.high, s.parity) and b.active
            order by s.low is null and s.high is null and s.parity = 'all', s.kind <> a.kind, s.beat_id limit 1);
end
$$;
comment on function varta.beat_of_address is
'in: city, address. out: the beat whose street list has it, a line with numbers before a whole street; null where none has';

create function varta.beat_for(p_city smallint, p_point public.geometry, p_address text) returns integer
language sql stable set search_path = varta, pg_temp as $$
    select coalesce((select beat_id from varta.beat_at(p_city, p_point)), varta.beat_of_address(p_city, p_address))
$$;
comment on function varta.beat_for is 'the beat of a point or, where no beat covers it, of an address';

-- Who -------------------------------------------------------------------------------------------

create function varta.holder_at(p_city smallint, p_beat integer, p_at timestamptz) returns table (operator_id integer)
language sql stable as $$
    select a.operator_id
    from varta.beat_officer a
    join varta.operator o on o.id = a.operator_id and o.active
    join varta.operator_city c on c.operator_id = o.id and c.city_id = a.city_id
    where a.city_id = p_city and a.beat_id = p_beat and a.period @> p_at
$$;
comment on function varta.holder_at is
'in: beat, moment. out: its officer then; no row where it has none, or one who has left the city. Inlined';

create function varta.beat_holder(p_city smallint, p_beat integer, p_at timestamptz default now()) returns integer
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select operator_id from varta.holder_at(p_city, p_beat, p_at));
end
$$;
comment on function varta.beat_holder is 'the same as one number, or null';

create function varta.deputy_of(p_operator integer, p_at timestamptz default now()) returns integer
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select a.deputy_id from varta.absence a join varta.operator o on o.id = a.deputy_id and o.active
            where a.operator_id = p_operator and a.period @> p_at);
end
$$;
comment on function varta.deputy_of is 'in: officer, moment. out: who stands in then; null where the officer is there, or nobody does';

create function varta.message_readers(p_city smallint, p_operator integer, p_beat integer, p_at timestamptz default now())
returns integer[]
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_officers integer[];
begin
    select array_agg(o.id) into v_officers
    from varta.operator o join varta.operator_city c on c.operator_id = o.id and c.city_id = p_city
    where o.active and o.id in (p_operator, varta.beat_holder(p_city, p_beat, p_at)) and pg_has_role(o.login, 'varta_officer', 'member');
    if v_officers is not null then
        return v_officers || (select array_agg(varta.deputy_of(id, p_at)) from unnest(v_officers) id);
    end if;
    return (select coalesce(array_agg(o.id), '{}')
            from varta.unit u join varta.operator o on o.unit_city = u.city_id and o.unit_id = u.id and o.active
            where u.city_id = p_city and u.kind = 'officer' and u.active);
end
$$;
comment on function varta.message_readers is
'in: city, assigned officer and beat of a message (or null), moment. out: whose it is to read then: the assigned officer, the officer of the
beat, and their deputies; where there is neither, the officers'' unit';

commit;
