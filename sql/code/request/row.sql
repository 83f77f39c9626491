-- The row of the queue: what lists show of a request, and what every action returns.

create type api.queue_row as (
    city text, id bigint, version integer, kind text, category text, category_name text, category_short text,
    district_name text, status text, rank smallint, due bigint, due_state text, received bigint, title text, area smallint,
    unit_name text, operator text, draft text, due_key timestamptz, comment boolean, referral text);
comment on type api.queue_row is 'one line of the queue; every verb returns the line as it is then. comment: a resident wrote later, and nobody has dealt with it.
referral: state of the newest one to the unit of who asks (sent, accepted, returned, answered, cancelled); null: none';

create or replace function varta.epoch(p_at timestamptz) returns bigint
language sql stable as $$
    select case when isfinite(p_at) then floor(extract(epoch from p_at))::bigint end
$$;
comment on function varta.epoch is 'in: a moment. out: whole seconds since 1970, null for infinity';

create or replace function varta.due_state(p_open boolean, p_received timestamptz, p_due timestamptz) returns text
language sql stable as $$
    select case when not p_open or not isfinite(p_due) then ''
                when now() > p_due then 'late'
                when now() > p_received + (p_due - p_received) * 0.75 then 'soon'
                else '' end
$$;
comment on function varta.due_state is 'out: late after the due date, soon when three quarters of the time are used, otherwise empty';

create or replace function varta.queue_row(p_city smallint, p_id bigint) returns setof api.queue_row
language sql stable as $$
    select c.code, r.id, r.version, k.code, g.code, varta.localized(g.name, g.name_en),
           coalesce(nullif(varta.localized(g.short, g.short_en), ''), varta.localized(g.name, g.name_en)),
           case when not k.sealed or varta.may_open(r.city_id, r.id, r.operator_id) then varta.localized(d.name, d.name_en) end, s.code, r.rank, varta.epoch(r.due_at), varta.due_state(s.open, coalesce(r.due_from, r.received_at), r.due_at), varta.epoch(r.received_at),
           case when k.sealed and not varta.may_open(r.city_id, r.id, r.operator_id) then '' else r.title end, r.area,
           (select varta.localized(u.name, u.name_en)
            from varta.referral f join varta.referral_state fs on fs.id = f.state
            join varta.unit u on u.city_id = f.city_id and u.id = f.unit_id
            where f.city_id = r.city_id and f.request_id = r.id and fs.open order by f.id desc limit 1),
           o.full_name,
           coalesce((select ps.code from varta.response p join varta.response_state ps on ps.id = p.state
                     where p.city_id = r.city_id and p.request_id = r.id and p.state <> varta.response_published() and p.public
                     order by p.id desc limit 1), ''),
           r.due_at,
           exists (select from varta.unseen_comment u where u.city_id = r.city_id and u.request_id = r.id),
           (select fs.code from varta.referral f join varta.referral_state fs on fs.id = f.state
            where f.city_id = r.city_id and f.request_id = r.id and f.unit_id = (select (varta.me()).unit_id) order by f.id desc limit 1)
    from varta.request r
    join varta.city c on c.id = r.city_id
    join varta.kind k on k.id = r.kind
    join varta.status s on s.id = r.status
    join varta.category g on g.city_id = r.city_id and g.id = r.category_id
    left join varta.district d on d.city_id = r.city_id and d.id = r.district_id
    left join varta.operator o on o.id = r.operator_id
    where r.city_id = p_city and r.id = p_id
$$;
comment on function varta.queue_row is
'in: key of a request. out: its line. Reads request, city, kind, status, category, district, operator, referral, unit, response, unseen_comment.
Without SECURITY DEFINER, so that it is inlined: only functions of the owner call it';

create or replace function varta.queue_row_of(r varta.request) returns api.queue_row
language plpgsql stable set search_path = varta, pg_temp
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
    -- one row of each table, by its key: whatever else the planner thinks of takes longer to begin than this to end
    return (select l from varta.queue_row(r.city_id, r.id) l);
end
$$;
