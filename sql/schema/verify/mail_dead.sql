-- Verify varta:mail_dead
select 'varta.mail_dead'::regclass;
