#!/bin/sh
# Writes everything in this folder anew, byte for byte the same each time.
# GENERATE_DAYS names a built generate-days; without it the release build is made first.
set -eu
cd "$(dirname "$0")"

if [ -z "${GENERATE_DAYS:-}" ]; then
    swift build --package-path .. -c release --product generate-days
    GENERATE_DAYS="$(swift build --package-path .. -c release --show-bin-path)/generate-days"
fi

days() {
    "$GENERATE_DAYS" --quiet --date 2026-03-10 --seed 10 --devices 260 --hub PUMPS-WEU --hub PUMPS-NEU "$@"
}

rm -rf logs truth broken registry*.json metrics*.json health*.json log-analytics.csv query-rest.json az-query.json

days --out logs --no-broken-lines --gzip --plain-hours 6-8 --truth truth/drops.csv \
    --registry registry.json --metrics metrics.json --health health.json --broken broken
days --out . --format csv --hours 6-8
days --out . --format query-json --hours 6-8
days --out . --format az-json --hours 6-8
