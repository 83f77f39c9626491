-- Deploy varta:photo_ticket
-- With a ticket an operator's console gets the photo of a request that is not public from the daemon's store.
begin;
set local role varta_owner;

create table varta.photo_ticket (
    ticket uuid primary key default gen_random_uuid(),
    hash text not null,
    until timestamptz not null default now() + interval '5 minutes'
);
comment on table varta.photo_ticket is 'who shows one may have that file, until then';
comment on column varta.photo_ticket.ticket is 'random, so that nobody guesses it';

alter table varta.photo_ticket enable row level security;

commit;
