#!/bin/bash
# The daemon's unit leaves it little, by the measure of systemd itself, and the measure is really taken: of a
# unit without restrictions it says another number.
set -u
cd "$(dirname "$0")/../.." || exit 1

said=$(tools/exposure) || { echo "$said"; exit 1; }
grep -qE "exposure level for varta-syncd.service: (0\.[0-9]|1\.[0-5]) " <<<"$said" || { echo "$said"; exit 1; }

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cp -r tools "$folder/tools"
mkdir "$folder/syncd"
grep -v '^PrivateUsers=\|^NoNewPrivileges=\|^SystemCallFilter=\|^RestrictAddressFamilies=' syncd/varta-syncd.service >"$folder/syncd/varta-syncd.service"
if said=$("$folder/tools/exposure"); then
    echo "a unit with half of the restrictions is content, too: $said"
    exit 1
fi
