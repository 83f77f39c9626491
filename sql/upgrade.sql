-- What 'vartactl schema' works with, as temporary functions of its session: what is installed, how that differs from
-- the manifest of this version, and taking away what this version replaces. Run it outside of the search path of others.

create or replace function pg_temp.rights_of(p_acl aclitem[], p_owner oid) returns text
language sql stable set search_path = pg_catalog as $$
    select coalesce(string_agg(r.who || '=' || r.what, ' ' order by r.who collate "C"), '')
    from (select case a.grantee when 0 then 'PUBLIC' else a.grantee::regrole::text end as who,
                 string_agg(a.privilege_type || case when a.is_grantable then '*' else '' end, ',' order by a.privilege_type collate "C") as what
          from aclexplode(p_acl) a where a.grantee <> p_owner group by a.grantee) r
$$;

create or replace function pg_temp.columns_of(p_relation oid) returns text
language sql stable set search_path = pg_catalog as $$
    select coalesce(string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
                                         a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid)), ', ' order by a.attname collate "C"), '')
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = p_relation and a.attnum > 0 and not a.attisdropped
$$;

-- shape: what cannot be replaced in place; definition: all of it; both as digests. rights: who has been granted what.
create or replace function pg_temp.inventory()
returns table (kind text, identity text, shape text, definition text, rights text, class oid, object oid)
language sql stable set search_path = pg_catalog as $$
    with own as (select oid from pg_namespace where nspname in ('varta', 'api', 'sync', 'audit')),
    -- composite types and the rows of views: where their columns change, functions that take or return them are made anew
    composite as (
        select c.reltype as type, c.oid::regclass || string_agg(format(' %s %s', a.attname, format_type(a.atttypid, a.atttypmod)), ',' order by a.attnum) as columns
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relkind in ('c', 'v') and c.relnamespace in (select oid from own) group by c.oid, c.reltype)
    select f.kind, f.identity, md5(f.shape), md5(f.shape || f.definition), f.rights, f.class, f.object
    from (
        select case p.prokind when 'a' then 'aggregate' else 'function' end as kind, p.oid::regprocedure::text as identity,
               concat_ws(' ', pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), p.prokind, p.proowner::regrole,
                         (select string_agg(o.columns, ' ' order by o.columns collate "C") from composite o join pg_type t on t.oid = o.type
                          where array[t.oid, t.typarray] && (p.prorettype || p.proargtypes::oid[] || p.proallargtypes))) as shape,
               case when p.prokind = 'a' then concat_ws(' ', a.aggtransfn, a.aggtranstype::regtype, a.agginitval)
                    else pg_get_functiondef(p.oid) end as definition,
               pg_temp.rights_of(coalesce(p.proacl, acldefault('f', p.proowner)), p.proowner) as rights,
               'pg_proc'::regclass as class, p.oid as object
        from pg_proc p left join pg_aggregate a on a.aggfnoid = p.oid where p.pronamespace in (select oid from own)
        union all
        select case c.relkind when 'v' then 'view' when 'c' then 'type' when 'S' then 'sequence' else 'table' end, c.oid::regclass::text,
               case when c.relkind in ('v', 'c') then c.relowner::regrole || (select o.columns from composite o where o.type = c.reltype) else '' end,
               case c.relkind when 'v' then concat(pg_get_viewdef(c.oid), c.reloptions::text)
                    when 'S' then (select concat_ws(' ', seqtypid::regtype, seqincrement, seqcycle) from pg_sequence where seqrelid = c.oid)
                    else concat_ws(' ', pg_temp.columns_of(c.oid), c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.relowner::regrole) end,
               pg_temp.rights_of(coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner)), c.relowner),
               'pg_class'::regclass, c.oid
        from pg_class c where c.relnamespace in (select oid from own) and c.relkind in ('v', 'c', 'S', 'r', 'p')
        union all
        select 'index', i.indexrelid::regclass::text, '', pg_get_indexdef(i.indexrelid) || i.indisvalid, '', 'pg_class'::regclass, i.indexrelid
        from pg_index i join pg_class c on c.oid = i.indexrelid where c.relnamespace in (select oid from own)
        union all
        select 'constraint', format('%I on %s', n.conname, n.conrelid::regclass), '', pg_get_constraintdef(n.oid) || n.convalidated, '',
               'pg_constraint'::regclass, n.oid
        from pg_constraint n where n.connamespace in (select oid from own) and n.contype in ('p', 'u', 'f', 'c', 'x')
        union all
        select 'trigger', format('%I on %s', t.tgname, t.tgrelid::regclass), concat(pg_get_triggerdef(t.oid), t.tgenabled), '', '',
               'pg_trigger'::regclass, t.oid
        from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace in (select oid from own) and not t.tgisinternal
        union all
        select 'policy', format('%I on %s', p.polname, p.polrelid::regclass),
               concat_ws(' ', p.polcmd, p.polpermissive, p.polroles::regrole[]::text, pg_get_expr(p.polqual, p.polrelid),
                         pg_get_expr(p.polwithcheck, p.polrelid)), '', '', 'pg_policy'::regclass, p.oid
        from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace in (select oid from own)
        union all
        select 'schema', n.oid::regnamespace::text, '', n.nspowner::regrole::text, pg_temp.rights_of(n.nspacl, n.nspowner), 'pg_namespace'::regclass, n.oid
        from pg_namespace n where n.oid in (select oid from own)) f
$$;

-- in: the text of manifest.tsv. part: 'schema', what the migrations make; 'code', what is replaced.
create or replace function pg_temp.manifest(p_text text)
returns table (part text, kind text, identity text, shape text, definition text, rights text)
language sql immutable set search_path = pg_catalog as $$
    select f[1], f[2], f[3], f[4], f[5], f[6] from (select string_to_array(l, E'\t') as f from string_to_table(p_text, E'\n') l where l <> '') x
$$;

-- finding: missing, extra, shape, definition, or rights where nothing else differs; what agrees is not listed. What is extra
-- counts as code if it is of a kind that is replaced.
create or replace function pg_temp.drift(p_text text)
returns table (part text, kind text, identity text, finding text, rights boolean, class oid, object oid)
language sql stable set search_path = pg_catalog as $$
    select coalesce(m.part, case when i.kind in ('function', 'aggregate', 'view', 'type', 'trigger', 'policy') then 'code' else 'schema' end),
           kind, identity,
           case when m.kind is null then 'extra' when i.kind is null then 'missing' when m.shape <> i.shape then 'shape'
                when m.definition <> i.definition then 'definition' else 'rights' end,
           m.rights <> i.rights, i.class, i.object
    from pg_temp.manifest(p_text) m full join pg_temp.inventory() i using (kind, identity)
    where m.kind is null or i.kind is null or (m.shape, m.definition, m.rights) is distinct from (i.shape, i.definition, i.rights)
$$;

-- Notes what differs in the temporary table differing, for clear_code().
create or replace function pg_temp.note_differing(p_text text) returns void
language sql set search_path = pg_catalog as $$
    create temporary table differing on commit drop as select * from pg_temp.drift(p_text)
$$;

-- Whatever stands on outdated code and is not code itself, in words; null where there is nothing. A drop would take it along.
create or replace function pg_temp.standing_on(p_outdated regclass) returns text
language plpgsql set search_path = pg_catalog as $$
declare
    v_held text;
begin
    execute format($q$
        with recursive d (class, object) as (
            select class, object from %s
            union
            select x.class, x.object
            from d cross join lateral (
                select p.classid as class, p.objid as object from pg_depend p
                where p.refclassid = d.class and p.refobjid = d.object and p.deptype in ('n', 'a', 'i')
                union all
                select 'pg_class'::regclass, r.ev_class from pg_rewrite r where d.class = 'pg_rewrite'::regclass and r.oid = d.object) x)
        select string_agg(distinct pg_describe_object(d.class, d.object, 0), ', ')
        from d left join pg_temp.inventory() i on i.class = d.class and i.object = d.object
        where d.class in ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_constraint'::regclass, 'pg_attrdef'::regclass)
          and (i.kind is null or i.kind not in ('function', 'aggregate', 'view', 'type'))$q$, p_outdated) into v_held;
    return v_held;
end
$$;

-- Gives a function another name, under which triggers and policies go on with it until clear_tables(): dropping it
-- would lock their tables.
create or replace function pg_temp.set_aside(p_kind text, p_function oid) returns void
language plpgsql set search_path = pg_catalog as $$
begin
    execute format('alter %s %s rename to %I', p_kind, p_function::regprocedure, 'outdated_' || p_function);
    insert into pg_temp.aside values (p_kind, p_function);
end
$$;

-- Drops the code that this version has no more or cannot replace in place, except what belongs to a table, and takes back
-- rights that it does not grant.
create or replace function pg_temp.clear_code() returns void
language plpgsql set search_path = pg_catalog as $$
declare
    v record;
begin
    create temporary table outdated on commit drop as
        select kind, identity, class, object from pg_temp.differing
        where part = 'code' and finding in ('extra', 'shape') and kind not in ('trigger', 'policy');
    create temporary table aside (kind text, object oid) on commit drop;
    if exists (select from pg_temp.outdated) then
        if pg_temp.standing_on('pg_temp.outdated') is not null then
            raise exception 'this version replaces what others use: %', pg_temp.standing_on('pg_temp.outdated');
        end if;
        for v in select o.*, o.class = 'pg_proc'::regclass and exists (
                     select from pg_depend p where p.refclassid = o.class and p.refobjid = o.object
                     and p.classid in ('pg_trigger'::regclass, 'pg_policy'::regclass)) as of_table
                 from pg_temp.outdated o loop
            if v.of_table then
                perform pg_temp.set_aside(v.kind, v.object);
            else
                execute format('drop %s if exists %s cascade', v.kind, v.identity);
            end if;
        end loop;
    end if;
    for v in select case d.kind when 'function' then 'function' when 'aggregate' then 'function' when 'schema' then 'schema' else 'table' end as kind,
                    d.identity, case a.grantee when 0 then 'public' else a.grantee::regrole::text end as grantee
             from pg_temp.differing d
             cross join lateral (select proacl as acl, proowner as owner from pg_proc where oid = d.object and d.class = 'pg_proc'::regclass
                                 union all select relacl, relowner from pg_class where oid = d.object and d.class = 'pg_class'::regclass
                                 union all select nspacl, nspowner from pg_namespace where oid = d.object and d.class = 'pg_namespace'::regclass) c
             cross join aclexplode(c.acl) a
             where d.rights and a.grantee <> c.owner group by 1, 2, 3
    loop
        execute format('revoke all on %s %s from %s', v.kind, v.identity, v.grantee);
    end loop;
end
$$;

-- What is not made where it stands in the files ('type varta.filter', 'policy read on varta.city'): step never for what is
-- there already as this version has it, last for what locks a table or view that others read.
create or replace function pg_temp.steps(p_text text) returns table (object text, step text)
language sql stable set search_path = pg_catalog as $$
    select m.kind || ' ' || m.identity, case when (i.shape, i.definition) = (m.shape, m.definition) then 'never' else 'last' end
    from pg_temp.manifest(p_text) m left join pg_temp.inventory() i using (kind, identity)
    where m.kind in ('trigger', 'policy') or m.kind in ('type', 'view') and (i.shape, i.definition) = (m.shape, m.definition)
       or m.kind = 'view' and i.shape = m.shape
$$;

-- Notes the triggers and policies that are not as in this version in the temporary table changing, for the two that follow.
create or replace function pg_temp.note_changing(p_text text) returns void
language sql set search_path = pg_catalog as $$
    create temporary table changing on commit drop as
    select d.*, split_part(d.identity, ' on ', 2) as of_table from pg_temp.drift(p_text) d where d.part = 'code' and d.kind in ('trigger', 'policy')
$$;

-- Locks their tables. One statement that does nothing else, so that statement_timeout limits how long others may have
-- to wait behind it.
create or replace function pg_temp.lock_changing() returns void
language plpgsql set search_path = pg_catalog as $$
declare
    v_tables text;
begin
    select string_agg(distinct of_table, ', ') into v_tables from pg_temp.changing where to_regclass(of_table) is not null;
    if v_tables is not null then
        execute 'lock table ' || v_tables || ' in access exclusive mode';
    end if;
end
$$;

-- Drops those of them that are outdated, and the functions that were set aside for them.
create or replace function pg_temp.clear_tables() returns void
language plpgsql set search_path = pg_catalog as $$
declare
    v record;
begin
    for v in select kind, identity from pg_temp.changing where finding in ('extra', 'shape') loop
        execute format('drop %s %s', v.kind, v.identity);
    end loop;
    for v in select kind, object::regprocedure as identity from pg_temp.aside loop
        execute format('drop %s %s', v.kind, v.identity);
    end loop;
end
$$;

-- The migrations that sqitch has deployed, in their order, and the tags on them; none where it never did.
create or replace function pg_temp.deployed() returns table (change text, tag text)
language plpgsql stable set search_path = pg_catalog as $$
begin
    if to_regclass('sqitch.changes') is not null then
        return query execute $q$
            select c.change, t.tag from sqitch.changes c left join sqitch.tags t using (change_id)
            where c.project = 'varta' order by c.committed_at, c.planned_at$q$;
    end if;
end
$$;

-- What PUBLIC may do in the database and should not; nothing where this version's code is not there yet.
create or replace function pg_temp.given_to_public() returns setof text
language plpgsql stable set search_path = pg_catalog as $$
begin
    if to_regprocedure('varta.given_to_public()') is not null then
        return query execute 'select what from varta.given_to_public()';
    end if;
end
$$;

-- Logins whose password is another than what Varta set last: the operators chose them. Only a superuser can see that.
create or replace function pg_temp.own_passwords() returns setof text
language plpgsql stable set search_path = pg_catalog as $$
begin
    if has_table_privilege('pg_authid', 'select') and to_regclass('varta.password_set') is not null then
        return query execute $q$
            select o.login from varta.operator o join varta.password_set s on s.operator_id = o.id join pg_authid a on a.rolname = o.login
            where o.active and s.digest <> sha256(convert_to(a.rolpassword, 'UTF8')) order by 1$q$;
    end if;
end
$$;

-- The drift in the words of 'vartactl schema status'.
create or replace function pg_temp.findings(p_text text) returns table (finding text, object text)
language sql stable set search_path = pg_catalog as $$
    select case when finding in ('shape', 'definition') then 'changed' else finding end, kind || ' ' || identity
    from pg_temp.drift(p_text) order by 1, 2
$$;

-- Functions with the rights of their owner, where that is not the one who owns nothing but the schema; one has to end
-- sessions, and belongs to who may do that alone.
create or replace function pg_temp.foreign_definers() returns table (owner text, function text)
language sql stable set search_path = pg_catalog as $$
    select p.proowner::regrole::text, p.oid::regprocedure::text
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('varta', 'api', 'sync', 'audit') and p.prosecdef and p.proowner::regrole::text <> 'varta_owner'
      and (p.proowner::regrole::text, p.oid::regprocedure::text) not in
          (('varta_guard', 'sync.end_idle(integer)'), ('varta_guard', 'varta.end_sessions(name)'),
           ('varta_guard', 'varta.idle_left(integer)')) order by 2
$$;
