-- Wakes the daemons when a source, a category, a city, or whom somebody works for changes.

create or replace function varta.config_changed() returns trigger
language plpgsql as $$
begin
    perform varta.tell('config');
    return null;
end
$$;
comment on function varta.config_changed is 'tells the daemon to read its sources and services again';

create trigger config_changed after insert or update or delete on varta.source
    for each statement execute function varta.config_changed();

create trigger config_changed after insert or update or delete on varta.category
    for each statement execute function varta.config_changed();

create trigger config_changed after update on varta.city
    for each statement execute function varta.config_changed();

create trigger config_changed after insert or update or delete on varta.operator_city
    for each statement execute function varta.config_changed();
