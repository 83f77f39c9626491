#!/bin/bash
# The schema: an empty database is upgraded, verified, reverted to nothing and upgraded again; both times it is what
# sql/manifest.tsv lists, and what other databases need of the cluster stays.
set -euo pipefail

bin=/usr/lib/postgresql/15/bin
mark=$("$bin/psql" -XqAt -c "select mark from varta.installation")
export PGDATABASE="${PGDATABASE}_schema"
trap '"$bin/dropdb" --if-exists --force "$PGDATABASE"' EXIT

sql() { "$bin/psql" -XqAt -v ON_ERROR_STOP=1 "$@"; }
ctl() { "$VARTA_BUILD/admin/vartactl" "$@"; }
as_in_manifest() { ctl schema status || { echo "the database is not as sql/manifest.tsv says"; exit 1; }; }

# The operators' logins belong to the database of the test, of which this one has the mark.
fixture() {
    sql -c "update varta.installation set mark = '$mark'"
    sql -f tests/fixture.sql >/dev/null
}

"$bin/createdb" "$PGDATABASE"
ctl schema upgrade
as_in_manifest
fixture
(cd "$VARTA_SQLDIR" && sqitch verify db:pg:)
last=$(grep -v '^[@%]' "$VARTA_SQLDIR/sqitch.plan" | sed -n '$s/ .*//p')
sql -c "select 1 / (api.schema_version() = '$last')::int" >/dev/null

(cd "$VARTA_SQLDIR" && sqitch revert -y db:pg:)
left=$(sql -c "select string_agg(nspname, ' ') from pg_namespace where nspname in ('varta', 'api', 'sync', 'audit')")
[ -z "$left" ] || { echo "schemas left after the revert: $left"; exit 1; }
roles=$(sql -c "select count(*) from pg_roles where rolname like 'varta\_%' and rolname not like 'varta\_at\_%'")
[ "$roles" = 11 ] || { echo "the roles that other databases need: $roles of 11 are left"; exit 1; }

ctl schema upgrade
fixture
as_in_manifest

diff sql/manifest.tsv <(tools/manifest --print) || { echo "sql/manifest.tsv (<) is not what sql/ makes (>): renew it with 'make sqldoc'"; exit 1; }
