-- Verify varta:explicit_accept
select 1 / count(*) from varta.transition where verb = 'publish' and from_status = 1 and via = 'accept';
select 1 / (1 - least(count(*), 1)) from varta.transition where verb in ('refer', 'draft') and via is not null;
