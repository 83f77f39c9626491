-- A round as GPX, which every telephone's map shows.

create or replace function varta.xml_text(p_text text) returns text
language sql immutable as $$
    select regexp_replace(p_text, '[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]', '', 'g')
$$;
comment on function varta.xml_text is 'in: text. out: it, without the characters that XML cannot have';

create or replace function api.round_gpx(p_id bigint) returns text
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    r varta.round := varta.round_of(p_id);
    c varta.city := (select x from varta.city x where x.id = r.city_id);
begin
    return '<?xml version="1.0" encoding="UTF-8"?>' || E'\n' || xmlelement(name gpx, xmlattributes('1.1' as version, 'Varta' as creator, 'http://www.topografix.com/GPX/1/1' as xmlns),
        xmlelement(name metadata, xmlelement(name name, concat_ws(' ', to_char(r.day, 'DD.MM.YYYY'), varta.xml_text(r.title)))),
        xmlelement(name rte, xmlelement(name name, to_char(r.day, 'DD.MM.YYYY')),
            (select xmlagg(xmlelement(name rtept, xmlattributes(round(public.st_y(d.point)::numeric, 6) as lat, round(public.st_x(d.point)::numeric, 6) as lon),
                               xmlelement(name name, x.n || '. ' || varta.xml_text(d.place)), xmlelement(name "desc", varta.xml_text(k.name || ': ' || d.what))) order by x.n)
             from varta.round_place x join varta.defect d on d.city_id = x.city_id and d.id = x.defect_id join varta.object_kind k on k.id = d.object_id
             where x.city_id = r.city_id and x.round_id = r.id)))::text || E'\n';
end
$$;
comment on function api.round_gpx is 'in: number of a round. out: GPX 1.1, in UTF-8: a route of its places in the order of the way, in Ukrainian. errors: VA001';
