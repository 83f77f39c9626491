"""Streets of a city for tests: right into the gazetteer, without a file."""
import json

from reports import sql

CREDIT = "© Приклад, ODbL"


def begin(city="kyiv", source="© Приклад", licence="ODbL"):
    """An import, under which streets are added; its number."""
    return sql("insert into varta.place_import (city_id, source, licence) select id, %s, %s from varta.city where code = %s returning id",
               source, licence, city)[0][0]


def add(streets, city="kyiv", **source):
    """streets: (name, kind, class, lines), each line points (long, lat)."""
    number = begin(city, **source)
    sql("""with taken as (
               select row_number() over () as n, s ->> 0 as name, s ->> 1 as kind, (s ->> 2)::smallint as class,
                      st_setsrid(st_geomfromgeojson(json_build_object('type', 'MultiLineString', 'coordinates', s -> 3)), 4326) as shape
               from json_array_elements(%s) s),
           stored as (
               insert into varta.street (city_id, code, name, kind, plain, class, shape, import_id)
               select c.id, 'test ' || %s || '.' || t.n, t.name, t.kind, lower(t.name), t.class, t.shape, %s
               from taken t, varta.city c where c.code = %s returning city_id, id, class, shape, import_id)
           insert into varta.street_line (city_id, street_id, code, class, shape, import_id)
           select s.city_id, s.id, 'test ' || s.id || '.' || d.path[1], s.class, d.geom, s.import_id from stored s, st_dump(s.shape) d""",
        json.dumps(streets), number, number, city)


def clear(city="kyiv"):
    sql("delete from varta.street where city_id = (select id from varta.city where code = %s)", city)


def grid(names, at=(50.46, 30.50), step=0.0015, main=4):
    """As many streets as names around a place: across, and up and down, in turn; every fourth is a main one."""
    (lat, long), half, made = at, len(names) // 2, []
    reach = step * (half + 1)
    for n, name in enumerate(names):
        off = (n // 2 - half / 2 + 0.5) * step
        line = [[long + off * 4, lat - reach], [long + off * 4, lat + reach]] if n % 2 else [[long - 4 * reach, lat + off], [long + 4 * reach, lat + off]]
        made.append((f"вулиця {name}", "вулиця", 3 if n % main == 0 else 5, [line]))
    return made
