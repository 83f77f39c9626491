-- Revert varta:trouble
begin;
drop table varta.trouble;
comment on column varta.transport.hold is 'for so many attempts a failed row holds back its whole source';
commit;
