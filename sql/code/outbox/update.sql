-- What an update says and by which number a peer knows it, whether it is sent there or fetched from here.

create or replace function varta.status_sentence(p_code text, p_lang text) returns text
language sql immutable as $$
    select case p_lang when 'en' then t.en else t.uk end
    from (values ('new', 'Звернення отримано, рішення щодо нього ще немає.', 'The request was received; nothing has been decided about it yet.'),
                 ('pending', 'Звернення прийнято, над ним працюють.', 'The request was accepted and is being worked on.'),
                 ('answered', 'Звернення вирішено.', 'The request has been resolved.'),
                 ('rejected', 'Звернення відхилено.', 'The request was rejected.'),
                 ('merged', 'Про це вже є інше звернення, їх об’єднано.', 'There is another request about this; they were merged.'),
                 ('withdrawn', 'Звернення відкликано.', 'The request was withdrawn.')) t (code, uk, en)
    where t.code = p_code
$$;
comment on function varta.status_sentence is
'in: code of a status, language. out: what a resident is told of it where nobody wrote anything';

create or replace function varta.detail_sentence(p_detail text, p_lang text) returns text
language sql immutable as $$
    select case p_detail when 'accepted' then case p_lang when 'en' then 'The request is in the hands of those in charge; they are working on it.'
                                                          else 'Звернення взяли в роботу ті, хто за це відповідає.' end end
$$;
comment on function varta.detail_sentence is
'in: detail of a row of the outbox, language. out: what a resident is told of it where nobody wrote anything; null where the status says it';

create or replace function varta.update_text(p_code text, p_text text, p_lang text, p_detail text default null) returns text
language sql immutable as $$
    select case btrim(p_text, E' \t\r\n') when '' then coalesce(varta.detail_sentence(p_detail, p_lang), varta.status_sentence(p_code, p_lang), '') when '0' then '0.' else p_text end
$$;
comment on function varta.update_text is
'in: code of a status, the text that goes with it, language, detail of the row of the outbox. out: a text that a FixMyStreet takes: to it, neither nothing nor 0 is one';

create or replace function varta.update_code(p_code text, p_detail text) returns text
language sql stable as $$
    select concat_ws('.', p_code, p_detail)
$$;
comment on function varta.update_code is
'in: code of a status, detail of the row of the outbox. out: both, as external_status_code: a FixMyStreet chooses its templates by it';

create or replace function varta.unit_name(p_city smallint, p_request bigint, p_lang text) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select case p_lang when 'en' then coalesce(nullif(u.name_en, ''), u.name) else u.name end
            from varta.referral f join varta.unit u on u.city_id = f.city_id and u.id = f.unit_id
            where f.city_id = p_city and f.request_id = p_request order by f.id desc limit 1);
end
$$;
comment on function varta.unit_name is 'in: request, language. out: the unit that it was referred to last; null: to none';

create or replace function varta.own_update_id(p_seq bigint) returns text
language sql stable as $$
    select 'u' || p_seq
$$;
comment on function varta.own_update_id is 'in: number of a row of the outbox. out: an update_id for it that no peer has for anything else';

create or replace function varta.comment_update_id(p_comment bigint) returns text
language sql stable as $$
    select 'c' || p_comment
$$;
comment on function varta.comment_update_id is
'in: number of a comment. out: the update_id by which a peer knows it. A FixMyStreet keeps it in one column with those of our updates: never the same';

create or replace function varta.update_id(b varta.outbox) returns text
language sql stable set search_path = varta, pg_temp as $$
    select case when exists (select from varta.comment c where c.city_id = b.city_id and c.request_id = b.request_id and c.source_id = b.source_id
                             and c.received_at <= b.created_at and c.update_id in (b.seq::text, varta.erased_id(b.source_id, b.seq::text)))
                then varta.own_update_id(b.seq) else b.seq::text end
$$;
comment on function varta.update_id is
'in: row of the outbox. out: its update_id, the same each time: the number, but for a request of which a comment was sent under that number
before. Version 0.2 gave the sender that number back, and a FixMyStreet takes an update of that number for the comment';

create or replace function varta.leased_update_id(p_seq bigint) returns text
language plpgsql volatile set search_path = varta, pg_temp as $$
begin
    return (select varta.update_id(b) from varta.outbox b where b.seq = p_seq);
end
$$;
comment on function varta.leased_update_id is
'in: row of the outbox that the statement which asks has leased. out: its update_id. It looks anew, for the row may be younger than the statement';
