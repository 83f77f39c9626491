-- Deploy varta:party_links
-- Parties without a login: the links by which they read and act, and the mails that bring those.
begin;
set local role varta_owner;

create table varta.party_link (
    city_id smallint not null references varta.city,
    id bigint generated always as identity,
    order_id bigint,
    referral_id bigint,
    hash bytea not null unique constraint party_link_hash check (length(hash) = 32),
    operator_id integer references varta.operator,
    created_at timestamptz not null default now(),
    revoked_at timestamptz,
    primary key (city_id, id),
    foreign key (city_id, order_id) references varta.orders,
    foreign key (city_id, referral_id) references varta.referral,
    constraint party_link_one check (num_nonnulls(order_id, referral_id) = 1)
);
comment on table varta.party_link is 'who has such a link reads one order, or one referral, and does what its party may';
comment on column varta.party_link.hash is 'SHA-256 of what stands in the address: that itself is kept nowhere';
comment on column varta.party_link.operator_id is 'who made it by hand; null: it left in a mail';
comment on column varta.party_link.revoked_at is 'since when it opens nothing';
comment on constraint party_link_hash on varta.party_link is 'of SHA-256';
comment on constraint party_link_one on varta.party_link is 'it is for one thing';
create index party_link_order on varta.party_link (city_id, order_id) where order_id is not null;
create index party_link_referral on varta.party_link (city_id, referral_id) where referral_id is not null;

create table varta.party_mail (
    city_id smallint not null references varta.city,
    id bigint not null default nextval('varta.outbox_seq_seq'),
    kind text not null constraint party_mail_kind check (kind <> ''),
    order_id bigint,
    referral_id bigint,
    note text not null default '',
    email text not null constraint party_mail_email check (varta.is_mail(email)),
    created_at timestamptz not null default now(),
    attempts smallint not null default 0,
    next_at timestamptz not null default now(),
    begun_at timestamptz,
    leased_by text,
    leased_until timestamptz,
    last_error text not null default '',
    sent_at timestamptz,
    answer text not null default '',
    dead_at timestamptz,
    primary key (id),
    foreign key (city_id, order_id) references varta.orders,
    foreign key (city_id, referral_id) references varta.referral,
    constraint party_mail_one check (num_nonnulls(order_id, referral_id) = 1),
    constraint party_mail_lease check ((leased_by is null) = (leased_until is null)),
    constraint party_mail_end check (num_nonnulls(sent_at, dead_at, leased_until) <= 1)
);
comment on table varta.party_mail is 'a mail to an institution, or to another party without a login; the PDF and a link are put into it when it leaves';
comment on column varta.party_mail.id is 'of the same numbers as varta.outbox.seq and varta.mail.id, so that what comes back says which one it was';
comment on column varta.party_mail.kind is 'what was done with the order (varta.order_verb), or referral';
comment on column varta.party_mail.note is 'the reason that the mail tells';
comment on column varta.party_mail.answer is 'what the mail server said when it took it: no proof of delivery';
comment on column varta.party_mail.dead_at is 'when it was given up, or came back';
comment on constraint party_mail_kind on varta.party_mail is 'what it tells';
comment on constraint party_mail_email on varta.party_mail is 'it stands in commands to mail servers';
comment on constraint party_mail_one on varta.party_mail is 'it is about one thing';
comment on constraint party_mail_lease on varta.party_mail is 'a lease has an owner and an end';
comment on constraint party_mail_end on varta.party_mail is 'sent, dead or leased, at most one of them';
create index party_mail_open on varta.party_mail (city_id, next_at) where sent_at is null and dead_at is null;
create index party_mail_begun on varta.party_mail (begun_at);
create index party_mail_order on varta.party_mail (city_id, order_id, id) where order_id is not null;
create index party_mail_referral on varta.party_mail (city_id, referral_id, id) where referral_id is not null;

alter table varta.orders add column undelivered_at timestamptz;
comment on column varta.orders.undelivered_at is 'when it turned out that the last mail about it did not arrive; null: nothing is known of that, or the owner was reached since';
create index orders_undelivered on varta.orders (city_id, unit_id) where undelivered_at is not null;

alter table varta.order_verb add column mails boolean not null default false;
comment on column varta.order_verb.mails is 'the owner is told by mail';
update varta.order_verb set mails = true where verb in ('order_issue', 'order_remind', 'order_give_time', 'order_refuse_time', 'order_cancel');

insert into varta.order_verb (verb, name, name_en, said) values ('order_undelivered', 'лист не доставлено', 'the mail did not arrive', '');

alter table varta.unit add column email text not null default '' constraint unit_email check (email = '' or varta.is_mail(email));
comment on column varta.unit.email is 'where a unit without operators gets referrals, with a link for each; empty: it has a login';
comment on constraint unit_email on varta.unit is 'it stands in commands to mail servers';

alter table varta.party_link enable row level security;
alter table varta.party_mail enable row level security;

commit;
