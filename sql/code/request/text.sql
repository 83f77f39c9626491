-- The text of a submission as title and body, and whole again.

create or replace function varta.split_text(p_text text) returns table (title text, titled boolean, body text)
language sql immutable as $$
    select case when b.titled then b.first
                when length(b.flat) <= 80 then b.flat
                when substr(b.flat, 81, 1) = ' ' then left(b.flat, 80)
                else regexp_replace(left(b.flat, 80), '(.) [^ ]*$', '\1') end,
           b.titled,
           case when b.titled then ltrim(substr(b.t, length(b.first) + 1), E' \t\n') else b.t end
    from (select a.t, a.first, btrim(left(replace(a.t, E'\n', ' '), 200)) as flat,
                 length(a.first) between 1 and 200 and substr(a.t, length(a.first) + 1) ~ '^\n[ \t]*\n' as titled
          from (select n.t, split_part(n.t, E'\n', 1) as first
                from (select btrim(replace(replace(p_text, E'\r\n', E'\n'), E'\r', E'\n'), E' \t\n') as t offset 0) n
                offset 0) a
          offset 0) b
$$;
comment on function varta.split_text is
'in: what a resident wrote. out: title: the first line if an empty one follows, otherwise the first 80 characters cut at a word;
titled: whether it was such a line; body: the rest, or all. CRLF becomes LF, blanks at both ends go';

create or replace function varta.join_text(p_title text, p_titled boolean, p_body text) returns text
language sql immutable as $$
    select case when p_titled then p_title || E'\n\n' || p_body else p_body end
$$;
comment on function varta.join_text is 'the whole text again';
