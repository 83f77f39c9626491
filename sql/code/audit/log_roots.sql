-- The tiles of the log above its leaves, of which proofs are made. What is full is kept, and grows with the log.

create or replace function varta.tile_root(p_hashes bytea) returns bytea
language plpgsql immutable as $$
declare
    h bytea := p_hashes;
begin
    while length(h) > 32 loop
        h := (select string_agg(sha256('\x01'::bytea || substring(h from i * 64 + 1 for 64)), ''::bytea order by i) from generate_series(0, length(h) / 64 - 1) i);
    end loop;
    return h;
end
$$;
comment on function varta.tile_root is 'in: the hashes of a full tile, 32 bytes each. out: their root';

create or replace function varta.log_tile_hashes(p_level integer, p_index bigint) returns bytea
language sql stable set search_path = varta, pg_temp as $$
    select case when p_level = 0 then (select t.hashes from varta.log_tile t where t.index = p_index)
           else (select string_agg(r.hash, ''::bytea order by r.index) from varta.log_root r where r.level = p_level and r.index between p_index * 256 and p_index * 256 + 255) end
$$;
comment on function varta.log_tile_hashes is 'in: level and index of a tile. out: the hashes that it has, as C2SP tlog-tiles has them; null: none';

create or replace function varta.log_roots_grow(p_limit integer) returns integer
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_index bigint;
    v_hashes bytea;
    v_done integer := 0;
begin
    for v_level in 1 .. 7 loop
        loop
            v_index := coalesce((select r.index + 1 from varta.log_root r where r.level = v_level order by r.index desc limit 1), 0);
            v_hashes := varta.log_tile_hashes(v_level - 1, v_index);
            exit when v_done = p_limit or length(v_hashes) is distinct from 8192;
            insert into varta.log_root values (v_level, v_index, varta.tile_root(v_hashes));
            v_done := v_done + 1;
        end loop;
    end loop;
    return v_done;
end
$$;
comment on function varta.log_roots_grow is 'in: how many at most. out: how many roots of pieces that have become full were kept';

create trigger refuse_change before update or delete or truncate on varta.log_root
    for each statement execute function varta.refuse_change();

create or replace function api.log_tile(p_level integer, p_index bigint) returns bytea
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    if (varta.me()).id is null then
        perform varta.fail('VA004', 'log_tile is for operators', 'log_tile', 'auditor');
    end if;
    return varta.log_tile_hashes(p_level, p_index);
end
$$;
comment on function api.log_tile is 'in: level and index of a tile of the log. out: its hashes, 32 bytes each, as far as there are any; they are public. errors: VA004 for who is no operator';
