-- What the daemon's indexer calls.

create or replace function sync.index_texts(p_limit integer) returns integer
language plpgsql security definer set search_path = varta, pg_temp set enable_seqscan = off as $$
declare
    v_asked text[];
    v_cities smallint[];
    v_ids bigint[];
    n integer;
begin
    if not pg_try_advisory_xact_lock(7302, 0) then
        return 0;
    end if;
    if varta.dictionary_there() is null and varta.dictionary() is not null then
        insert into varta.search_todo (city_id, request_id) select city_id, id from varta.search order by id desc;
    end if;
    with asked as (delete from varta.form_asked returning form)
    select array_agg(form) into v_asked from asked;
    if v_asked is not null then
        perform varta.store_forms(v_asked, varta.dictionary());
    end if;
    with taken as (
        delete from varta.search_todo
        where seq = any(array(select seq from varta.search_todo order by seq limit least(greatest(p_limit, 1), 10000)))
        returning city_id, request_id),
    each as (select city_id, request_id, count(*) as times from taken group by city_id, request_id order by city_id, request_id)
    select array_agg(city_id), array_agg(request_id), coalesce(sum(times), 0) into v_cities, v_ids, n from each;
    if n > 0 then
        n := n - varta.place_requests(v_cities, v_ids);
        perform varta.index_requests(v_cities, v_ids);
    end if;
    return n;
end
$$;
comment on function sync.index_texts is
'in: how many changes at most (1 to 10000), the oldest first. Where their city has streets, it looks for their place first, see varta.place_request(). out: how many it dealt with; 0: nothing is left but what
somebody works on, or another session does it. Asks the dictionary for unknown forms; a WARNING once a session where there is none. Where it was installed meanwhile, all texts are
indexed again. errors: none';
