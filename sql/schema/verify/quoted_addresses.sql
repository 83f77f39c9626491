-- Verify varta:quoted_addresses
select 1 / (count(*) = 0)::integer from varta.mail where last_error like '%@%';
