-- Verify varta:calendar
select * from varta.holiday where false;
select * from varta.workday where false;
