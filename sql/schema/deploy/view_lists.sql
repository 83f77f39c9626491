-- Deploy varta:view_lists
-- changes: varta.saved_view
-- Saved views of the register of orders, too.
begin;
set local role varta_owner;

alter table varta.saved_view add column list text not null default 'requests';
alter table varta.saved_view add constraint saved_view_list check (list in ('requests', 'orders')) not valid;
alter table varta.saved_view validate constraint saved_view_list;
comment on column varta.saved_view.list is 'what it is a filter of: the queue of requests, or the register of orders';
comment on constraint saved_view_list on varta.saved_view is 'lists that have a filter language';

commit;
