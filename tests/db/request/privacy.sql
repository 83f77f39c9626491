-- A moderator makes a request private, in whatever status: the public knows nothing of it from that commit on, whoever
-- sent it is still told what becomes of it, and back again. What its resident or its kind made private stays so.
\ir ../../lib/tap.sql
select plan(39);

create function pg_temp.seen(p_id bigint) returns text language sql as $$
    select concat_ws(' ', (select 'call' from sync.requests(pg_temp.source('kyiv-site'), jsonb_build_object('ids', array[p_id]), 5)),
                     (select 'token' where sync.token(pg_temp.source('kyiv-site'), p_id)),
                     (select 'view' from varta.public_request p where p.id = p_id),
                     (select 'feed' from sync.publish_feed(pg_temp.source('kyiv-map')) f where f.request_id = p_id limit 1),
                     (select 'photo' where sync.media_public(repeat('a', 64)) is not null))
$$;
create function pg_temp.told(p_id bigint) returns text language sql as $$
    select string_agg(u.status, ' ' order by u.update_id) from sync.updates(pg_temp.source('kyiv-site'), null, null) u where u.service_request_id = p_id
$$;
create function pg_temp.act(p_verb text, p_id bigint, p_as text default 't_moderator') returns text language plpgsql as $$
declare
    v_error text;
begin
    perform set_config('session_authorization', p_as, true);
    v_error := pg_temp.error_of(format('select api.%I(%s, %s)', p_verb, p_id, coalesce(pg_temp.version(p_id), 1)));
    perform set_config('session_authorization', 'postgres', true);
    return v_error;
end
$$;
create function pg_temp.leased() returns text language sql as $$
    select string_agg(l.request_id::text, ' ' order by l.seq) from sync.publish_lease('a', pg_temp.source('kyiv-map')) l
$$;
create function pg_temp.written() returns bigint language sql as $$
    select sync.publish_done('a', pg_temp.source('kyiv-map'), array_agg(seq)) from varta.delivery where source_id = pg_temp.source('kyiv-map')
$$;

select pg_temp.report('Яма', 'road', p_more => '{"external_id": "a", "media_url": "https://example.org/a.jpg"}') as a,
       pg_temp.report('Та сама яма', 'road', p_more => '{"external_id": "b"}') as b,
       pg_temp.report('Лише поліції', 'road', p_more => '{"private": true}') as own,
       pg_temp.report('Крадіжка', 'crime') as crime, pg_temp.report('Пізніше', 'road') as late \gset
select pg_temp.act('accept', i) from unnest(array[:a, :b, :own, :crime]) i \g /dev/null
select api.source_add('kyiv', 'kyiv-map', 'publish', 'kyiv-map', null) as map \gset
select sync.publish_built(:map, wanted) from sync.publish_sources() \g /dev/null
select sync.media_stored(1, :a, 0, repeat('a', 64), 'image/jpeg', 10) \g /dev/null
select is(pg_temp.leased(), :a::text, 'a photo has a page looked at that is only there from scratch');
select pg_temp.written() \g /dev/null
select is(pg_temp.seen(:a), 'call token view photo', 'the public sees it');

-- Who may
select matches(pg_temp.act('private', :a, 't_officer'), '^42501', 'an officer may not');
select matches(pg_temp.act('private', :a, 't_poltava'), '^VA001', 'nor a moderator of another city');
select is(pg_temp.act('reveal', :a), format('VA002 ["reveal","pending","%s","it is public already"]', :a), 'what is public cannot be made so');

-- Away and back
select is(pg_temp.act('private', :a), 'no error', 'private');
select is(pg_temp.seen(:a), '', 'gone from calls, tokens, lists, and its photo');
select is((select count(*) from sync.requests(pg_temp.source('kyiv-site'), '{"own": true}', 9) q where q.service_request_id = :a and q.private), 1::bigint, 'its source sees it, as private');
select is(pg_temp.leased(), :a::text, 'its page is looked at');
select results_eq(format('select doc::text, hidden from sync.publish_requests(%s, array[%s])', :map, :a), $$values (null::text, true)$$, 'and taken away, and the list of everything made anew');
select pg_temp.written() \g /dev/null
select is(pg_temp.act('private', :a), format('VA002 ["private","pending","%s","it is private already"]', :a), 'not twice');
set session authorization t_moderator;
select is(api.request(:a) -> 'refused' -> 'private' ->> 'why', 'it is private already', 'why not');
select is(api.request(:a) -> 'private', 'true', 'who opens it is told');
select is(api.request(:a) -> 'events' -> 0 ->> 'verb', 'private', 'the history has it');
select is(api.request(:a) -> 'events' -> 0 -> 'before', '{"public": true}', 'with what it was before');
select lives_ok(format('select api.answer(%s, %s, ''Залатали'')', :a, pg_temp.version(:a)), 'it is answered');
reset session authorization;
select is((select count(*) from sync.updates(pg_temp.source('kyiv-site'), null, null) u where u.service_request_id = :a and u.description = 'Залатали'), 1::bigint, 'who sent it is told');
select is(pg_temp.leased(), null, 'nobody else');
select is(pg_temp.seen(:a), '', 'nor sees it');
select is(pg_temp.act('reveal', :a), 'no error', 'public again');
select is(pg_temp.seen(:a), 'call token view feed photo', 'with all there was, and the answer');
select is(pg_temp.leased(), :a::text, 'its page is made');
select pg_temp.written() \g /dev/null

-- Never public
select is(pg_temp.act('reveal', :own), format('VA002 ["reveal","pending","%s","it was never public"]', :own), 'what a resident sent as private is never public');
select is(pg_temp.act('private', :crime), format('VA002 ["private","pending","%s","it is private already"]', :crime), 'what its kind keeps private is private');
set session authorization t_moderator;
select is(api.request(:own) -> 'refused' -> 'reveal' ->> 'why', 'it was never public', 'why not');
select is(api.request(:crime) -> 'private', 'false', 'nothing is said of a whole kind');
reset session authorization;

-- A private one that is accepted is published when it is public again
select is(pg_temp.act('private', :late), 'no error', 'a new one');
select is(pg_temp.act('accept', :late), 'no error', 'accepted');
select is(pg_temp.leased(), null, 'nobody is told');
select is(pg_temp.act('reveal', :late), 'no error', 'public');
select is(pg_temp.leased(), :late::text, 'now it is published');
select pg_temp.written() \g /dev/null

-- With its duplicates
set session authorization t_moderator;
select lives_ok(format('select api.reopen(%s, %s)', :a, pg_temp.version(:a)), 'open again');
select lives_ok(format('select api.merge(%s, %s, %s)', :b, pg_temp.version(:b), :a), 'merged');
reset session authorization;
select is(pg_temp.act('private', :a), 'no error', 'private');
select is(public, false, 'and what was merged into it') from varta.request where id = :b;
select is(pg_temp.act('reveal', :b), format('VA003 ["request","%s","a request that is as private"]', :a), 'which is not answered in public');
select is(pg_temp.act('reveal', :a), 'no error', 'public');
select is(public, true, 'and what was merged into it, too') from varta.request where id = :b;
select is(pg_temp.act('undo', :a), format('VA002 ["undo","pending","%s","there is nothing of yours to undo"]', :a), 'there are two acts, and no undoing of one');

select * from finish();
