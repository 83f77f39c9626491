-- Deploy varta:imported_orders
-- Orders that a unit issued before it had Varta keep the numbers that they have on paper.
begin;
set local role varta_owner;

alter table varta.orders add column paper_number text constraint orders_paper_number check (paper_number <> '' and length(paper_number) <= 100);
comment on column varta.orders.paper_number is 'the number on paper of an order that was taken in from an older register; it has no number and no text of this one. null: it was issued here';
comment on constraint orders_paper_number on varta.orders is 'it is found by its number';

alter table varta.orders drop constraint orders_issued;
alter table varta.orders add constraint orders_issued check (
    paper_number is null and num_nonnulls(year, number, text, text_hash, issued_at, due_at) in (0, 6)
    or paper_number is not null and num_nonnulls(year, number, text, text_hash) = 0 and num_nonnulls(issued_at, due_at) = 2);
comment on constraint orders_issued on varta.orders is 'whatever an issued order has, it has since it was issued; one that was taken in has its moments alone';

create unique index orders_paper_number on varta.orders (city_id, unit_id, paper_number) where paper_number is not null;

alter table varta.defect alter column point drop not null;
comment on column varta.defect.point is 'null: it was taken in from an older register, which has none';

insert into varta.order_verb values ('order_import', 'узято зі старого реєстру', 'taken in from an older register', '');

commit;
