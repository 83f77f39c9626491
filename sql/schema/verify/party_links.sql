-- Verify varta:party_links
select hash, revoked_at from varta.party_link where false;
select kind, order_id, referral_id, email, answer from varta.party_mail where false;
select undelivered_at from varta.orders where false;
select email from varta.unit where false;
select 1 / count(*) from varta.order_verb where verb = 'order_undelivered' and not mails;
