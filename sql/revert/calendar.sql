-- Revert varta:calendar
begin;

drop function varta.due_resume, varta.work_clock, varta.due_answer, varta.due_days, varta.due_work, varta.calendar_renew, varta.easter;
drop table varta.workday, varta.holiday;

commit;
