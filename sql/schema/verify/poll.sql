-- Verify varta:poll
select * from varta.poll where false;
select * from varta.poll_known where false;
select * from varta.poll_refusal where false;
