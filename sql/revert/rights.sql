-- Revert varta:rights
begin;

revoke all on all functions in schema api, sync, audit, varta
from varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor, varta_admin, varta_sync;
revoke all on all tables in schema api from varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor;
revoke all on schema api, sync, audit
from varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor, varta_admin, varta_sync;

commit;
