-- Verify varta:orders
select city_id, id, unit_id, institution_id, state, version, ground_id, law, demand, days, working, year, number, text, text_hash, issued_at, issuer_id, due_at, due_key,
       asked_until, escalated_at, reminded_at, replaces_id, issue_key, operator_id, created_at, changed_at from varta.orders where false;
select city_id, unit_id, year, last from varta.order_counter where false;
select city_id, order_id, defect_id, n from varta.order_defect where false;
select city_id, id, order_id, event_id, verb, from_state, to_state, party, operator_id, note, paper, at from varta.order_step where false;
select city_id, id, order_id, kind, number, dated, law, amount, state, operator_id from varta.enforcement where false;
select 1 / count(*) from varta.order_transition;
select 1 / count(*) from varta.enforcement_transition;
