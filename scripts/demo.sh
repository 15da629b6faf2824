#!/bin/sh
# demo.sh HUBDROPS GENERATE_DAYS FOLDER: ten nights of three hubs, from 2026-03-22 to 2026-03-31; the same each time.
#
# The fifth and the last day have incidents. A week and a month end on these days, so all kinds of pages are there.
set -eu
hubdrops=$1
generate=$2
folder=$3

rm -rf "$folder"
mkdir -p "$folder"
"$generate" --quiet --date 2026-03-22 --days 10 --incident-days 5,10 --profile mixed --no-broken-lines --gzip --seed 31 \
    --devices 220 --hub PUMPS-WEU --hub PUMPS-NEU --hub VALVES-WEU --out "$folder/logs" --registry "$folder/registry.json" \
    --metrics "$folder/metrics.json" --health "$folder/health.json"

for day in 22 23 24 25 26 27 28 29 30 31; do
    set -- run --logs "$folder/logs" --db "$folder/hubdrops.sqlite" --out "$folder/reports" --day "2026-03-$day"
    for kind in registry metrics health; do
        for hub in "" -pumps-neu -valves-weu; do set -- "$@" "--$kind" "$folder/$kind$hub.json"; done
    done
    [ "$day" != 31 ] || set -- "$@" --summary --ticket gfm
    status=0
    "$hubdrops" "$@" || status=$?
    # 1: input is missing, which the report says.
    [ "$status" -le 1 ] || exit "$status"
done

echo
echo "All days:   $folder/reports/index.html"
echo "Last day:   $folder/reports/latest/report.html"
echo "A week:     $folder/reports/2026-W13/report.html"
for page in "$folder"/reports/latest/incidents/*.html; do echo "An incident: $page" && break; done
for page in "$folder"/reports/latest/devices/*.html; do echo "A device:   $page" && break; done
