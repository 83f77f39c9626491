-- Verify varta:casework
select * from varta.referral where false;
select * from varta.response where false;
select * from varta.pause where false;
