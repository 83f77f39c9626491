#!/bin/bash
# The sqitch project: an empty database is deployed, verified, reverted to nothing and deployed again;
# both deployments give the same schema, which is sql/schema.sql, and what other databases need of the
# cluster stays.
set -eu

bin=/usr/lib/postgresql/15/bin
export PGDATABASE="${PGDATABASE}_schema"
trap '"$bin/dropdb" --if-exists --force "$PGDATABASE"' EXIT

sql() { "$bin/psql" -XqAt -v ON_ERROR_STOP=1 "$@"; }
deploy() { (cd "$VARTA_SQLDIR" && sqitch deploy --verify db:pg:); }

"$bin/createdb" "$PGDATABASE"
deploy
sql -f tests/fixture.sql >/dev/null
(cd "$VARTA_SQLDIR" && sqitch verify db:pg:)
sql -c "select 1 / (api.schema_version() = '$(sed -n '$s/ .*//p' "$VARTA_SQLDIR/sqitch.plan")')::int" >/dev/null

tools/dump-schema --print >"$TMPDIR/first"
diff sql/schema.sql "$TMPDIR/first" || { echo "sql/schema.sql (<) is not what is deployed (>): renew it with tools/dump-schema"; exit 1; }
(cd "$VARTA_SQLDIR" && sqitch revert -y db:pg:)
left=$(sql -c "select string_agg(nspname, ' ') from pg_namespace where nspname in ('varta', 'api', 'sync', 'audit')")
[ -z "$left" ] || { echo "schemas left after the revert: $left"; exit 1; }
roles=$(sql -c "select count(*) from pg_roles where rolname like 'varta\_%'")
[ "$roles" = 9 ] || { echo "the roles that other databases need: $roles of 9 are left"; exit 1; }

deploy
sql -f tests/fixture.sql >/dev/null
tools/dump-schema --print >"$TMPDIR/second"
diff "$TMPDIR/first" "$TMPDIR/second" || { echo "the second deployment differs"; exit 1; }
