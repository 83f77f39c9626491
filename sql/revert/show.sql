-- Revert varta:show
begin;

drop function api.request, varta.show_pause, varta.show_recall, api.suggestions, varta.show_beat, varta.suggest_unit, varta.show_reporter, varta.show_events, varta.show_comments,
    varta.show_responses, varta.show_referrals, varta.verbs_now, varta.name_of;

commit;
