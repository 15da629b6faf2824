#!/bin/sh
# verify.sh [BINARY]: checks the service, the timer and the crontab of this folder with the tools that read them.
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
sed "s|/usr/bin/hubdrops|$stage/hubdrops|" "$here/hubdrops.service" >"$stage/hubdrops.service"
cp "$here/hubdrops.timer" "$stage/"

if command -v systemd-analyze >/dev/null; then
    cd "$stage"
    code=0
    output=$(systemd-analyze verify --man=no ./hubdrops.service ./hubdrops.timer 2>&1) || code=$?
    if [ "$code" = 0 ] && [ -z "$output" ]; then say "ok    units"; else fault "units (exit $code): $output"; fi

    # The threshold is ten times the exposure level that is allowed: 2.0 of 10.
    if systemd-analyze security --offline=true --threshold=20 ./hubdrops.service >"$stage/exposure.txt" 2>&1; then
        say "ok    $(tail -n 1 "$stage/exposure.txt" | sed 's/[^ -~]//g; s/^ *//')"
    else
        fault "exposure: $(tail -n 1 "$stage/exposure.txt")"
    fi
    for when in $(sed -n 's/^OnCalendar=//p' hubdrops.timer | tr ' ' '_'); do
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
