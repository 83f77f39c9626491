-- Deploy varta:place_rules
-- By which rules names of places were taken apart.
begin;
set local role varta_owner;

alter table varta.installation add column place_rules text;
comment on column varta.installation.place_rules is 'digest of the rules by which names of places were taken apart: where it differs, they are taken apart anew, see varta.places_renew()';

commit;
