-- Verify varta:unnamed_lines
select 1 / (not attnotnull)::integer from pg_attribute where attrelid = 'varta.street_line'::regclass and attname = 'street_id';
