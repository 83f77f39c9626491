-- Verify varta:no_samples
select 1 / (attstattarget = 0)::integer from pg_attribute where attrelid = 'varta.reporter'::regclass and attname = 'email';
