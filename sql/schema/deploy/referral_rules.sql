-- Deploy varta:referral_rules
-- Rules by which units are suggested: category, district, area of responsibility.
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

alter table varta.unit_street enable row level security;
alter table varta.referral_rule enable row level security;

commit;
