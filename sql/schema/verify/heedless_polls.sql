-- Verify varta:heedless_polls
select heedless, whole_at from varta.poll where false;
