-- Revert varta:answers
begin;

drop function api.answer, api.publish, api.approve, api.submit, api.draft, varta.step, varta.check_author, varta.check_state,
    varta.check_filled, varta.check_public, varta.response_of;

commit;
