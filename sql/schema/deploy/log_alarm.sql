-- Deploy varta:log_alarm
-- What the daemon found wrong with the history stood in its own log alone. It is kept where auditors look: alarms, which stay
-- and are events of the history too, and how far the log is known outside.
begin;
set local role varta_owner;

create table varta.log_alarm (
    id bigint generated always as identity primary key,
    place text not null constraint log_alarm_place check (length(place) between 1 and 300),
    why text not null constraint log_alarm_why check (length(why) between 1 and 1000),
    raised_at timestamptz not null default clock_timestamp(),
    over_at timestamptz
);
create unique index log_alarm_open on varta.log_alarm (place) where over_at is null;
comment on table varta.log_alarm is 'what was found wrong with the history: by the daemon itself (place: database), by a witness, a mailbox or an authority of time stamps';
comment on column varta.log_alarm.over_at is 'since when it is right again; null: it is not';
comment on constraint log_alarm_place on varta.log_alarm is 'a name';
comment on constraint log_alarm_why on varta.log_alarm is 'a reason';

create table varta.log_place (
    place text primary key constraint log_place_name check (length(place) between 1 and 300),
    size bigint not null constraint log_place_size check (size >= 0),
    why text constraint log_place_why check (length(why) between 1 and 1000),
    at timestamptz not null default clock_timestamp()
);
comment on table varta.log_place is 'who outside is told of checkpoints: leaves of the last one that the place has, and why the newest attempt failed (null: it did not)';
comment on column varta.log_place.at is 'since when it is so';
comment on constraint log_place_name on varta.log_place is 'a name';
comment on constraint log_place_size on varta.log_place is 'leaves; 0: it has none that is known';
comment on constraint log_place_why on varta.log_place is 'a reason';

alter table varta.log_alarm enable row level security;
alter table varta.log_place enable row level security;

commit;
