-- Verify varta:peer_status
select dialect, word, open, name, name_en, tells from varta.peer_status where false;
select detail from varta.outbox where false;
select status from varta.poll_known where false;
