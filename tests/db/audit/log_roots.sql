-- The tiles above the leaves of the log: what is kept as roots of full pieces is what RFC 6962 says, and grows with the log.
\ir ../../lib/tap.sql
select plan(9);

create function pg_temp.root(p_leaves bytea[]) returns bytea language plpgsql as $$
declare
    n integer := cardinality(p_leaves);
    k integer := 1;
begin
    if n = 1 then
        return p_leaves[1];
    end if;
    while k * 2 < n loop
        k := k * 2;
    end loop;
    return sha256('\x01'::bytea || pg_temp.root(p_leaves[: k]) || pg_temp.root(p_leaves[k + 1 :]));
end
$$;
create function pg_temp.leaf(i integer) returns bytea language sql as $$ select sha256(i::text::bytea) $$;

insert into varta.log_tile select 0, string_agg(pg_temp.leaf(i), ''::bytea order by i) from generate_series(0, 254) i;
select is(varta.log_roots_grow(100), 0, 'what is not full has no root');
update varta.log_tile set hashes = hashes || pg_temp.leaf(255) where index = 0;
select is(varta.log_roots_grow(100), 1, 'what is full has one');
select is(varta.log_tile_hashes(1, 0), pg_temp.root(array(select pg_temp.leaf(i) from generate_series(0, 255) i)), 'it is the root of its leaves');
select is(varta.log_roots_grow(100), 0, 'once');
insert into varta.log_tile select t, string_agg(pg_temp.leaf(t * 256 + i), ''::bytea order by i) from generate_series(1, 257) t cross join generate_series(0, 255) i group by t;
select is(varta.log_roots_grow(100), 100, 'so many as are wanted at a time');
select is(varta.log_roots_grow(1000), 158, 'and then the others, with what is full of them');
select is(varta.log_tile_hashes(2, 0), varta.tile_root((select string_agg(hash, ''::bytea order by index) from varta.log_root where level = 1 and index < 256)), 'a root of roots');
select is(length(varta.log_tile_hashes(1, 1)), 64, 'a tile that is not full has what there is');
select throws_ok('update varta.log_root set hash = hash', '55000', 'varta.log_root: rows are never changed', 'nobody changes them');
select * from finish();
