-- Verify varta:sealed
select 1 / count(*) from varta.transition where verb = 'reject' and role = 'officer';
