-- What names a resident beside the request: what mail servers and peers quoted, views that look for somebody, and
-- drafts that lie on operators' disks, of which the database only knows that they have to go.
\ir ../../lib/tap.sql
select plan(20);

-- What other servers said
select is(varta.error_text(t, 'Olena.K@example.org'), w, coalesce(t, 'null')) from (values
    ('550 5.1.1 <olena.k@example.org>: Recipient address rejected', '550 5.1.1 <…>: Recipient address rejected'),
    ('550 User Olena.K unknown, olena.', '550 User … unknown, olena.'), ('550 mailbox "olena.k" is full', '550 mailbox "…" is full'),
    ('450 see http://x.example/?a=olena%40example.org', '450 see http:…'), ('', ''), (null, ''), ('no route to host', 'no route to host')) v (t, w);
select is(length(varta.error_text(repeat('x', 1000))), 500, 'no more than fits');
select is(varta.error_text('email "a@b.ua" is invalid'), 'email "…" is invalid', 'without an address, too');

select api.source_add('kyiv', 'kyiv-mail', 'mail', 'kyiv', null) \g /dev/null
select sync.subscribe(pg_temp.source('kyiv-site'), 'Olena.K@example.org', 'uk', null, null, null, null) \g /dev/null
select sync.mail_lease('here', 100, 100, 60) \g /dev/null
select sync.mail_failed(id, 'here', '450 <olena.k@example.org> is greylisted', 'again') from varta.mail \g /dev/null
select results_eq('select last_error from varta.mail', array['450 <…> is greylisted'], 'a mail that failed');
select sync.mail_bounced(id, '550 olena.k: no such user') from varta.mail \g /dev/null
select results_eq('select last_error from varta.mail', array['550 …: no such user'], 'and one that came back');

-- Views
select pg_temp.report('Яма', p_more => '{"email": "Olena.K@example.org", "first_name": "Олена", "last_name": "Мороз"}') as a \gset
set local session authorization t_moderator;
select api.view_save(n, jsonb_build_object('text', t), c)
from (values ('Мороз', 'мороз', null), ('За прізвищем', 'Олени Мороз', null), ('Спільне', 'olena.k@example.org', 'kyiv'), ('Олена Мороз', 'яма', 'kyiv'), ('Ями', 'яма', 'kyiv')) v (n, t, c) \g /dev/null
reset session authorization;
insert into varta.saved_view (city_id, name, filter) select id, 'Чуже', '{"text": "Олена Мороз"}' from varta.city where code = 'poltava';
set local session authorization t_admin;
select api.erase_reporter('kyiv', p_request => :a, p_texts => false) \g /dev/null
reset session authorization;
select is((select count(*) from varta.saved_view), 6::bigint, 'where the texts stay, views stay, too');
set local session authorization t_admin;
select api.erase_reporter('kyiv', p_request => :a, p_texts => true) \g /dev/null
reset session authorization;
select set_eq('select name from varta.saved_view', array['Мороз', 'Ями', 'Чуже'], 'views that look for a person go: one word alone could be anybody''s, another city has other people');
select ok((select after -> 'texts' ? 'saved_view.filter' from varta.event where request_id = :a and verb = 'erase' order by id desc limit 1), 'the event says so');
select is(varta.names_person(t, array[varta.person_trace('o@example.org', null, 'Олена', 'Мороз', null, null)]), w, t) from (values
    ('олена мороз', true), ('o@example.org', true), ('сильний мороз', false)) v (t, w);

-- Drafts
select pg_temp.report('Люк') as b \gset
set local session authorization t_moderator;
select is((select array_agg(id) from api.erased(array[:a, :b]::bigint[])), array[:a]::bigint[], 'an operator is told of which requests drafts have to go');
select ok((select at between extract(epoch from now()) - 60 and extract(epoch from now()) + 60 from api.erased(array[:a]::bigint[])), 'and since when');
reset session authorization;
select is((select ok from audit.verify('kyiv')), true, 'the history is whole');

select * from finish();
