#!/bin/sh
# verify.sh [BINARY]: checks the services, the timers and the crontab of this folder with the tools that read them.
#
# systemd-analyze wants the program of ExecStart to exist, so the units are checked as copies that name a staged one:
# BINARY, or a stand-in. It reports unknown keys and bad values without failing, so any output is a failure.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
wrong=0

say() { printf '%s\n' "$*"; }
fault() { say "WRONG $*"; wrong=1; }

if [ $# -gt 0 ]; then cp "$1" "$stage/hubdrops"; else printf '#!/bin/sh\n' >"$stage/hubdrops"; fi
chmod 755 "$stage/hubdrops"
for unit in hubdrops hubdrops@; do
    sed "s|/usr/bin/hubdrops|$stage/hubdrops|" "$here/$unit.service" >"$stage/$unit.service"
    cp "$here/$unit.timer" "$stage/"
done

# Whoever tightens one service tightens both: they differ in what is of an instance.
settings() { grep -v -e '^#' -e '^$' "$here/$1" | grep -v -e '^Description=' -e '^ExecStart=' -e '^Slice=' -e '^StateDirectory='; }
settings hubdrops.service >"$stage/one"
settings hubdrops@.service >"$stage/each"
if cmp -s "$stage/one" "$stage/each"; then say "ok    both services have the same settings"; else
    fault "hubdrops.service and hubdrops@.service differ: $(diff "$stage/one" "$stage/each" | grep '^[<>]')"
fi

if command -v systemd-analyze >/dev/null; then
    cd "$stage"
    code=0
    # A template is read as one of its instances.
    cp hubdrops@.service hubdrops@pumps-weu.service
    cp hubdrops@.timer hubdrops@pumps-weu.timer
    output=$(systemd-analyze verify --man=no ./hubdrops.service ./hubdrops.timer ./hubdrops@pumps-weu.service \
        ./hubdrops@pumps-weu.timer 2>&1) || code=$?
    if [ "$code" = 0 ] && [ -z "$output" ]; then say "ok    units"; else fault "units (exit $code): $output"; fi

    # The threshold is ten times the exposure level that is allowed: 2.0 of 10.
    for unit in hubdrops.service hubdrops@pumps-weu.service; do
        if systemd-analyze security --offline=true --threshold=20 "./$unit" >"$stage/exposure.txt" 2>&1; then
            say "ok    $(tail -n 1 "$stage/exposure.txt" | sed 's/[^ -~]//g; s/^ *//')"
        else
            fault "exposure: $(tail -n 1 "$stage/exposure.txt")"
        fi
    done
    for when in $(sed -n 's/^OnCalendar=//p' hubdrops.timer hubdrops@.timer | sort -u | tr ' ' '_'); do
        spec=$(printf '%s' "$when" | tr '_' ' ')
        if systemd-analyze calendar "$spec" >/dev/null 2>&1; then say "ok    $spec"; else fault "OnCalendar=$spec"; fi
    done
else
    say "skip  units: no systemd-analyze here"
fi

# crontab knows the form without the user's field only.
if command -v crontab >/dev/null; then
    sed -E 's/^(([^ #]+ +){5})hubdrops /\1/' "$here/hubdrops.cron" >"$stage/crontab"
    if output=$(crontab -n "$stage/crontab" 2>&1); then say "ok    crontab"; else fault "crontab: $output"; fi
else
    say "skip  crontab: no crontab here"
fi
exit "$wrong"
