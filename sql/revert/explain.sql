-- Revert varta:explain
begin;

drop function api.explain_due, varta.explain_changes, varta.say_worked, varta.explain_rule, varta.say_holidays, varta.say_days_off,
    varta.say_moment, varta.say_days, varta.plural;

commit;
