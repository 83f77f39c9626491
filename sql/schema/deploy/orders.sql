-- Deploy varta:orders
-- Orders of a unit to institutions: numbered without gaps, unchanged once they are issued, followed until it is mended.
begin;
set local role varta_owner;

create table varta.order_state (
    id smallint primary key,
    code text not null unique,
    name text not null,
    name_en text not null,
    waits boolean not null,
    open boolean not null
);
comment on table varta.order_state is 'states of an order';
comment on column varta.order_state.waits is 'the owner has to do something, and the time runs';
comment on column varta.order_state.open is 'somebody has to do something';

insert into varta.order_state values
    (1, 'draft', 'чернетка', 'draft', false, true),
    (2, 'issued', 'видано', 'issued', true, true),
    (3, 'delivered', 'вручено', 'delivered', true, true),
    (4, 'acknowledged', 'отримання підтверджено', 'acknowledged', true, true),
    (5, 'accepted', 'прийнято до виконання', 'accepted', true, true),
    (6, 'rejected', 'власник відмовився', 'rejected by the owner', false, true),
    (7, 'made-safe', 'убезпечено', 'made safe', true, true),
    (8, 'reported-done', 'власник повідомив про усунення', 'reported done', false, true),
    (9, 'verified-done', 'усунено, перевірено', 'verified done', false, false),
    (10, 'not-done', 'не усунено', 'not done', true, true),
    (11, 'cancelled', 'скасовано', 'cancelled', false, false),
    (12, 'reissued', 'видано заново', 'reissued', false, false);

create table varta.order_verb (
    verb text primary key,
    name text not null,
    name_en text not null,
    said text not null default ''
);
comment on table varta.order_verb is 'what can be done with an order';
comment on column varta.order_verb.said is 'what the residents read whose requests are about it, with {номер}, {власник}, {строк}, {день}; empty: nothing';

insert into varta.order_verb values
    ('order_draft', 'скласти', 'draft', ''),
    ('order_change', 'змінити', 'change', ''),
    ('order_drop', 'відкинути чернетку', 'drop the draft', ''),
    ('order_issue', 'видати', 'issue', 'Видано припис № {номер}: {власник}, строк до {строк}.'),
    ('order_deliver', 'вручено', 'delivered', ''),
    ('order_acknowledge', 'отримання підтверджено', 'acknowledge', 'Припис № {номер}: {власник} підтверджує, що отримано.'),
    ('order_accept', 'прийнято до виконання', 'accept', 'Припис № {номер}: {власник} береться виконати до {строк}.'),
    ('order_reject', 'власник відмовився', 'reject', 'Припис № {номер}: {власник} не погоджується; підрозділ вирішує, що далі.'),
    ('order_safe', 'убезпечено', 'make safe', 'Припис № {номер}: місце вже безпечне, роботи попереду ({власник}).'),
    ('order_done', 'усунено, каже власник', 'report done', 'Припис № {номер}: {власник} повідомляє, що усунено; підрозділ перевірить.'),
    ('order_ask_time', 'просить більше часу', 'ask for more time', ''),
    ('order_give_time', 'подовжити строк', 'extend', 'Припис № {номер}: строк подовжено до {строк}.'),
    ('order_refuse_time', 'не подовжувати', 'refuse more time', ''),
    ('order_remind', 'нагадати', 'remind', ''),
    ('order_escalate', 'до керівника', 'escalate', ''),
    ('order_verify', 'усунено, перевірено', 'verify done', 'Припис № {номер}: перевірено {день}, усунено.'),
    ('order_fail', 'не усунено', 'not done', 'Припис № {номер}: перевірено {день}, не усунено.'),
    ('order_cancel', 'скасувати', 'cancel', 'Припис № {номер} скасовано.'),
    ('order_reissue', 'видати заново', 'reissue', 'Припис № {номер} замінено новим.'),
    ('order_enforce', 'протокол чи постанова', 'protocol or ruling', 'Припис № {номер}: за невиконання відкрито справу.');

create table varta.order_transition (
    verb text not null references varta.order_verb,
    from_state smallint not null references varta.order_state,
    to_state smallint not null references varta.order_state,
    party text not null constraint order_transition_party check (party in ('unit', 'head', 'owner')),
    reason boolean not null default false,
    primary key (verb, from_state, party)
);
comment on table varta.order_transition is 'the life of an order: which party may do what in which state';
comment on column varta.order_transition.party is 'the unit that issues it, its head, or the owner by a link; what the owner may do the unit may note for it';
comment on column varta.order_transition.reason is 'it says why';
comment on constraint order_transition_party on varta.order_transition is 'nobody else has to do with an order';

insert into varta.order_transition (verb, from_state, to_state, party, reason) values
    ('order_change', 1, 1, 'unit', false),
    ('order_drop', 1, 11, 'unit', false),
    ('order_issue', 1, 2, 'unit', false);
insert into varta.order_transition (verb, from_state, to_state, party, reason)
select t.verb, f, coalesce(t.to_state, f), t.party, t.reason
from (values ('order_deliver', '{2}'::smallint[], 3::smallint, 'unit', false),
             ('order_acknowledge', '{2,3}', 4, 'owner', false),
             ('order_accept', '{2,3,4}', 5, 'owner', false),
             ('order_reject', '{2,3,4,5}', 6, 'owner', true),
             ('order_safe', '{2,3,4,5,10}', 7, 'owner', false),
             ('order_done', '{2,3,4,5,7,10}', 8, 'owner', false),
             ('order_ask_time', '{2,3,4,5,7,10}', null, 'owner', true),
             ('order_give_time', '{2,3,4,5,7,10}', null, 'unit', false),
             ('order_refuse_time', '{2,3,4,5,7,10}', null, 'unit', true),
             ('order_remind', '{2,3,4,5,7,10}', null, 'unit', false),
             ('order_escalate', '{2,3,4,5,6,7,10}', null, 'unit', false),
             ('order_verify', '{2,3,4,5,6,7,8,10}', 9, 'unit', false),
             ('order_fail', '{2,3,4,5,7,8}', 10, 'unit', true),
             ('order_cancel', '{2,3,4,5,6,7,8,10}', 11, 'head', true),
             ('order_reissue', '{2,3,4,5,6,7,10,11}', 12, 'unit', true),
             ('order_enforce', '{2,3,4,5,6,7,8,9,10}', null, 'unit', false)) t (verb, froms, to_state, party, reason)
cross join unnest(t.froms) f;

create table varta.order_counter (
    city_id smallint not null,
    unit_id integer not null,
    year smallint not null,
    last integer not null constraint order_counter_last check (last >= 0),
    primary key (city_id, unit_id),
    foreign key (city_id, unit_id) references varta.unit
);
comment on table varta.order_counter is 'the last number that a unit gave to an order, and in which year; whoever issues locks the row, so that no number is missing or given twice';
comment on constraint order_counter_last on varta.order_counter is 'numbers begin at 1';

create table varta.orders (
    city_id smallint not null references varta.city,
    id bigint generated always as identity,
    unit_id integer not null,
    institution_id integer not null,
    state smallint not null default 1 references varta.order_state,
    version integer not null default 1,
    ground_id integer,
    law text not null constraint orders_law check (law <> '' and length(law) <= 2000),
    demand text not null constraint orders_demand check (demand <> '' and length(demand) <= 4000),
    days smallint not null constraint orders_days check (days between 1 and 400),
    working boolean not null,
    year smallint,
    number integer constraint orders_number check (number > 0),
    text text,
    text_hash bytea,
    issued_at timestamptz,
    issuer_id integer references varta.operator,
    due_at timestamptz,
    due_key timestamptz not null generated always as (coalesce(due_at, timestamptz '-infinity')) stored,
    asked_until date,
    escalated_at timestamptz,
    reminded_at timestamptz,
    replaces_id bigint,
    issue_key uuid,
    operator_id integer references varta.operator,
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    primary key (city_id, id),
    unique (city_id, unit_id, year, number),
    foreign key (city_id, unit_id) references varta.unit,
    foreign key (city_id, institution_id) references varta.institution,
    foreign key (city_id, ground_id) references varta.order_ground,
    foreign key (city_id, replaces_id) references varta.orders,
    constraint orders_issued check (num_nonnulls(year, number, text, text_hash, issued_at, due_at) in (0, 6)),
    constraint orders_draft check (state <> 1 or number is null)
);
comment on table varta.orders is 'orders of units to institutions (in the plural, since order is a word of SQL)';
comment on column varta.orders.text is 'the canonical text, with its number, as it was issued: it is never changed; the PDF is made from it';
comment on column varta.orders.text_hash is 'SHA-256 of the text in UTF-8';
comment on column varta.orders.due_at is 'the midnight behind the last day, as of requests';
comment on column varta.orders.due_key is 'by what the register is sorted: drafts first';
comment on column varta.orders.asked_until is 'until when the owner asks for more time';
comment on column varta.orders.escalated_at is 'since when it is the head''s matter; null: it is not';
comment on column varta.orders.replaces_id is 'the order in the place of which it was issued';
comment on column varta.orders.issue_key is 'the key with which it was issued: whoever issues it again with the same one does nothing';
comment on column varta.orders.operator_id is 'who drafted it; null: it was imported';
comment on constraint orders_law on varta.orders is 'no order without a ground';
comment on constraint orders_demand on varta.orders is 'an order says what is to be done';
comment on constraint orders_days on varta.orders is 'as of grounds';
comment on constraint orders_number on varta.orders is 'numbers begin at 1';
comment on constraint orders_issued on varta.orders is 'whatever an issued order has, it has since it was issued';
comment on constraint orders_draft on varta.orders is 'a draft has no number';
create index orders_due on varta.orders (city_id, unit_id, state, due_key, id);
create index orders_institution on varta.orders (city_id, institution_id, state);
create index orders_issued on varta.orders (city_id, issued_at, id);
create index orders_replaces on varta.orders (city_id, replaces_id) where replaces_id is not null;

create table varta.order_defect (
    city_id smallint not null,
    order_id bigint not null,
    defect_id bigint not null,
    n smallint not null constraint order_defect_n check (n between 1 and 200),
    primary key (city_id, order_id, defect_id),
    unique (city_id, order_id, n),
    foreign key (city_id, order_id) references varta.orders,
    foreign key (city_id, defect_id) references varta.defect
);
comment on table varta.order_defect is 'which defects an order is about, in its order';
comment on constraint order_defect_n on varta.order_defect is 'an order with more of them nobody can check';
create index order_defect_defect on varta.order_defect (city_id, defect_id);

create table varta.order_step (
    city_id smallint not null,
    id bigint generated always as identity,
    order_id bigint not null,
    event_id bigint not null,
    verb text not null references varta.order_verb,
    from_state smallint not null references varta.order_state,
    to_state smallint not null references varta.order_state,
    party text not null constraint order_step_party check (party in ('unit', 'head', 'owner')),
    operator_id integer references varta.operator,
    note text not null default '' constraint order_step_note check (length(note) <= 4000),
    paper text not null default '' constraint order_step_paper check (length(paper) <= 200),
    at timestamptz not null,
    primary key (city_id, id),
    foreign key (city_id, order_id) references varta.orders
);
comment on table varta.order_step is 'what was done with an order, one by one; the history has an event for each';
comment on column varta.order_step.party is 'who did it; with an operator and party owner: the unit noted it for the owner';
comment on column varta.order_step.paper is 'the number under which the owner registered it, or how it was handed over';
comment on constraint order_step_party on varta.order_step is 'as of transitions';
comment on constraint order_step_note on varta.order_step is 'a rejection gives its reasons';
comment on constraint order_step_paper on varta.order_step is 'a registration number, or who signed';
create index order_step_order on varta.order_step (city_id, order_id, id);

create table varta.enforcement_state (
    code text primary key,
    name text not null,
    name_en text not null
);
comment on table varta.enforcement_state is 'what becomes of a protocol or a ruling';

insert into varta.enforcement_state values
    ('open', 'чинне', 'in force'),
    ('appealed', 'оскаржено', 'appealed'),
    ('upheld', 'залишено без змін', 'upheld'),
    ('annulled', 'скасовано судом', 'annulled'),
    ('paid', 'сплачено', 'paid');

create table varta.enforcement_transition (
    from_state text not null references varta.enforcement_state,
    to_state text not null references varta.enforcement_state,
    primary key (from_state, to_state)
);
comment on table varta.enforcement_transition is 'what can become of a protocol or a ruling';

insert into varta.enforcement_transition values
    ('open', 'appealed'), ('open', 'paid'), ('open', 'annulled'), ('appealed', 'upheld'), ('appealed', 'annulled'), ('upheld', 'paid');

create table varta.enforcement (
    city_id smallint not null,
    id bigint generated always as identity,
    order_id bigint not null,
    kind text not null constraint enforcement_kind check (kind in ('protocol', 'ruling')),
    number text not null constraint enforcement_number check (number <> '' and length(number) <= 60),
    dated date not null,
    law text not null default '' constraint enforcement_law check (length(law) <= 300),
    amount numeric(12, 2) constraint enforcement_amount check (amount >= 0),
    state text not null default 'open' references varta.enforcement_state,
    operator_id integer references varta.operator,
    primary key (city_id, id),
    unique (city_id, kind, number),
    foreign key (city_id, order_id) references varta.orders
);
comment on table varta.enforcement is 'protocols and rulings where an order was not followed';
comment on column varta.enforcement.amount is 'of the fine, in hryvnias; null: none, or not known';
comment on constraint enforcement_number on varta.enforcement is 'it is found by its number';
comment on constraint enforcement_kind on varta.enforcement is 'what the law knows';
comment on constraint enforcement_law on varta.enforcement is 'an article of the code';
comment on constraint enforcement_amount on varta.enforcement is 'a fine is paid to the state';
create index enforcement_order on varta.enforcement (city_id, order_id);

alter table varta.order_state enable row level security;
alter table varta.order_verb enable row level security;
alter table varta.order_transition enable row level security;
alter table varta.order_counter enable row level security;
alter table varta.orders enable row level security;
alter table varta.order_defect enable row level security;
alter table varta.order_step enable row level security;
alter table varta.enforcement_state enable row level security;
alter table varta.enforcement_transition enable row level security;
alter table varta.enforcement enable row level security;

-- States by name, for code.
create function varta.order_draft() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''1''; end';
create function varta.order_issued() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''2''; end';
create function varta.order_accepted() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''5''; end';
create function varta.order_rejected() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''6''; end';
create function varta.order_reported_done() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''8''; end';
create function varta.order_verified_done() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''9''; end';
create function varta.order_not_done() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''10''; end';
create function varta.order_cancelled() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''11''; end';
create function varta.order_reissued() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''12''; end';

commit;
