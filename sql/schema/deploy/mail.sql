-- Deploy varta:mail
-- Who gets mails, newsletters, and mails on their way.
begin;
set local role varta_owner;

create function varta.is_mail(p_address text) returns boolean
language sql immutable as $$
    select p_address ~ '^[A-Za-z0-9.!#$%&''*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$'
           and length(p_address) <= 254
$$;
comment on function varta.is_mail is
'in: text. out: whether it is an e-mail address as HTML writes them: ASCII, without quotes, comments and blanks';

create table varta.subscription (
    city_id smallint not null references varta.city,
    id bigint not null default (random() * 9007199254740991)::bigint,
    email text not null constraint subscription_email check (varta.is_mail(email)),
    lang text not null constraint subscription_lang check (lang in ('uk', 'en')),
    request_id bigint,
    beat_id integer,
    asked_at timestamptz not null default now(),
    confirmed_at timestamptz,
    bounced_at timestamptz,
    primary key (id),
    foreign key (city_id, request_id) references varta.request,
    foreign key (city_id, beat_id) references varta.beat,
    constraint subscription_one check (num_nonnulls(request_id, beat_id) <= 1)
);
comment on table varta.subscription is 'personal data: an address, and what is to be sent there. The row goes when it ends';
comment on column varta.subscription.id is 'stands in signed links; not counted up, so that it tells nothing';
comment on column varta.subscription.request_id is 'what becomes of this request; where it and beat_id are null: all newsletters of the city';
comment on column varta.subscription.beat_id is 'the newsletters of whoever holds this beat';
comment on column varta.subscription.confirmed_at is 'when whoever reads that mailbox said yes; before that nothing is sent there but the question';
comment on column varta.subscription.bounced_at is 'when the address turned out not to work; nothing more is sent there';
comment on constraint subscription_email on varta.subscription is 'it stands in commands to mail servers';
comment on constraint subscription_lang on varta.subscription is 'the languages in which mails are written';
comment on constraint subscription_one on varta.subscription is 'one thing';
create unique index subscription_thing on varta.subscription (city_id, lower(email), coalesce(request_id, 0), coalesce(beat_id, 0));
create index subscription_request on varta.subscription (city_id, request_id) where request_id is not null;
create index subscription_beat on varta.subscription (city_id, beat_id) where request_id is null;
create index subscription_asked on varta.subscription (asked_at) where confirmed_at is null;

create table varta.newsletter (
    city_id smallint not null references varta.city,
    id bigint generated always as identity,
    beat_id integer,
    operator_id integer not null references varta.operator,
    subject text not null constraint newsletter_subject check (length(subject) between 1 and 120),
    body text not null constraint newsletter_body check (length(body) between 1 and 10000),
    created_at timestamptz not null default now(),
    visible_at timestamptz not null,
    recalled_at timestamptz,
    primary key (city_id, id),
    unique (id),
    foreign key (city_id, beat_id) references varta.beat
);
comment on table varta.newsletter is 'what a district officer writes to those who subscribed';
comment on column varta.newsletter.beat_id is 'null: to everybody in the city';
comment on column varta.newsletter.visible_at is 'until then it can be recalled';
comment on constraint newsletter_subject on varta.newsletter is 'mail programs show little more';
comment on constraint newsletter_body on varta.newsletter is 'as answers';

create table varta.mail (
    city_id smallint not null,
    id bigint not null default nextval('varta.outbox_seq_seq'),
    subscription_id bigint not null references varta.subscription on delete cascade,
    kind text not null constraint mail_kind check (kind in ('confirm', 'notice', 'news')),
    seq bigint references varta.outbox on delete cascade,
    newsletter_id bigint references varta.newsletter (id) on delete cascade,
    created_at timestamptz not null default now(),
    visible_at timestamptz not null,
    attempts smallint not null default 0,
    next_at timestamptz not null default '-infinity',
    begun_at timestamptz,
    leased_by text,
    leased_until timestamptz,
    last_error text not null default '',
    sent_at timestamptz,
    dead_at timestamptz,
    primary key (id),
    unique (subscription_id, seq),
    unique (subscription_id, newsletter_id),
    constraint mail_about check (num_nonnulls(seq, newsletter_id) = case kind when 'confirm' then 0 else 1 end),
    constraint mail_lease check ((leased_by is null) = (leased_until is null)),
    constraint mail_end check (num_nonnulls(sent_at, dead_at, leased_until) <= 1)
);
comment on table varta.mail is 'a mail on its way; when its subscription ends it goes, too';
comment on column varta.mail.id is 'of the same numbers as varta.outbox.seq, so that a number says which of the two';
comment on column varta.mail.begun_at is 'when a daemon last took it: what the rate counts';
comment on constraint mail_kind on varta.mail is 'confirm: do you want this; notice: what became of a request; news: a newsletter';
comment on constraint mail_about on varta.mail is 'what a mail tells';
comment on constraint mail_lease on varta.mail is 'a lease has an owner and an end';
comment on constraint mail_end on varta.mail is 'sent, dead or leased, at most one of them';
create index mail_open on varta.mail (kind, id) where sent_at is null and dead_at is null;
create index mail_begun on varta.mail (begun_at);
create index mail_left on varta.mail (city_id, id) where sent_at is null;
create index mail_seq on varta.mail (seq) where seq is not null;
create index mail_newsletter on varta.mail (newsletter_id) where newsletter_id is not null;

alter table varta.subscription enable row level security;
alter table varta.newsletter enable row level security;
alter table varta.mail enable row level security;

commit;
