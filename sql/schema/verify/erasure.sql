-- Verify varta:erasure
select salt from varta.submission where false;
select * from varta.erasure_key where false;
select * from varta.erasure_trace where false;
select * from varta.erasure_failure where false;
