-- Verify varta:log_roots
select level, index, hash from varta.log_root where false;
