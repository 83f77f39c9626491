-- Verify varta:delivery_due
select 'varta.delivery_due'::regclass, 'varta.delivery_leased'::regclass;
