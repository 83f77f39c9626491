-- Verify varta:guidance
select * from varta.guidance where false;
select * from varta.default_guidance where false;
