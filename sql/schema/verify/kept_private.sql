-- Verify varta:kept_private
select 1 / (count(*) / 12) from varta.transition where verb in ('private', 'reveal') and role = 'moderator';
