-- Deploy varta:saved_view
-- Filters of the queue under a name: an operator's own, or shared in a city.
begin;
set local role varta_owner;

create table varta.saved_view (
    id integer generated always as identity primary key,
    operator_id integer references varta.operator,
    city_id smallint references varta.city,
    name text not null constraint saved_view_name check (length(btrim(name)) between 1 and 60),
    filter jsonb not null constraint saved_view_filter check (jsonb_typeof(filter) = 'object'),
    sort smallint not null default 0,
    author_id integer references varta.operator,
    updated_at timestamptz not null default now(),
    unique nulls not distinct (operator_id, city_id, name),
    constraint saved_view_owner check (num_nonnulls(operator_id, city_id) = 1)
);
comment on table varta.saved_view is 'filters of the queue under a name: of an operator, or of a city';
comment on constraint saved_view_name on varta.saved_view is 'it stands on a tab';
comment on constraint saved_view_filter on varta.saved_view is 'as of api.queue_page';
comment on constraint saved_view_owner on varta.saved_view is 'one operator''s own, or shared in one city';
create index saved_view_city on varta.saved_view (city_id) where city_id is not null;

alter table varta.saved_view enable row level security;

commit;
