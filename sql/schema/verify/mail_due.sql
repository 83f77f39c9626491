-- Verify varta:mail_due
select 'varta.mail_due'::regclass, 'varta.mail_leased'::regclass;
