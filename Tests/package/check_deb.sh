#!/bin/sh
# check_deb.sh PACKAGE SAMPLE-LOGS: installs the package in a Debian of its own, runs it as its timer would, upgrades,
# removes and purges it, and looks at what is left. Needs root, mmdebstrap and lintian.
#
# CHROOT=FILE.tar keeps the empty Debian for the next time.
set -eu
package=$(realpath "$1")
logs=$(realpath "$2")
root=$(cd "$(dirname "$0")/../.." && pwd)
stage=$(mktemp -d)
cleanup() {
    umount "$stage/root/proc" 2>/dev/null || true
    rm -rf "$stage"
}
trap cleanup EXIT
wrong=0

say() { printf '%s\n' "$*"; }
check() { # check WORDS COMMAND...
    words=$1
    shift
    if "$@" >"$stage/said" 2>&1; then say "ok     $words"; else
        wrong=1
        say "WRONG  $words: $(head -c 800 "$stage/said")"
    fi
}
inside() { chroot "$stage/root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C HOME=/root "$@"; }

# --- The package by itself ---
check "lintian" lintian --fail-on error,warning --suppress-tags bad-distribution-in-changes-file "$package"
mkdir "$stage/unpacked" "$stage/deb-again"
dpkg-deb -x "$package" "$stage/unpacked"
for page in "$stage"/unpacked/usr/share/man/man?/*.gz; do
    check "manual page $(basename "$page")" sh -c "zcat '$page' | mandoc -Tlint -Wwarning && lexgrog '$page'"
done
check "completion of bash" bash --norc -c ". '$stage/unpacked/usr/share/bash-completion/completions/hubdrops'
    COMP_WORDS=(hubdrops sta); COMP_CWORD=1; COMP_LINE='hubdrops sta'; COMP_POINT=12; _hubdrops hubdrops sta hubdrops; [ \"\${COMPREPLY[*]}\" = status ]"
check "the list of parts is of this binary" sh -c "zcat '$stage/unpacked/usr/share/doc/hubdrops/hubdrops.cdx.json.gz' |
    grep -q \"$(sha256sum <"$stage/unpacked/usr/bin/hubdrops" | cut -c1-64)\""
readelf --dynamic --program-headers --wide "$stage/unpacked/usr/bin/hubdrops" >"$stage/elf"
check "full RELRO, and no RUNPATH" sh -c "grep -q GNU_RELRO '$stage/elf' && grep -q BIND_NOW '$stage/elf' &&
    ! grep -q -e RUNPATH -e RPATH '$stage/elf'"
check "no path of the build" sh -c "! grep -q -a -F '$root' '$stage/unpacked/usr/bin/hubdrops'"
if command -v zsh >/dev/null; then
    check "completion of zsh" zsh -n "$stage/unpacked/usr/share/zsh/vendor-completions/_hubdrops"
fi
if command -v fish >/dev/null; then
    check "completion of fish" fish -n "$stage/unpacked/usr/share/fish/vendor_completions.d/hubdrops.fish"
fi

# --- Installed ---
tarball=${CHROOT:-$stage/debian.tar}
if [ ! -f "$tarball" ]; then
    say "making a Debian..."
    mmdebstrap --quiet --format=tar --variant=apt --include=adduser,libsqlite3-0,libcurl4,zlib1g,libisal2,libstdc++6,tzdata,init-system-helpers \
        bookworm "$tarball.part" >"$stage/said" 2>&1 || { cat "$stage/said"; exit 1; }
    mv "$tarball.part" "$tarball"
fi
mkdir "$stage/root"
tar -C "$stage/root" -xf "$tarball"
mount -t proc proc "$stage/root/proc"
printf '#!/bin/sh\nexit 101\n' >"$stage/root/usr/sbin/policy-rc.d"
chmod 755 "$stage/root/usr/sbin/policy-rc.d"

listing() {
    # What dpkg and adduser note of every package is not of this one.
    (cd "$stage/root" && find . -xdev \( -path ./proc -o -path ./var/lib/dpkg -o -path ./var/cache -o -path ./run -o -path ./tmp \) -prune \
        -o -print | grep -v -e '^./var/log/' -e '-$' | sort)
    grep -c . "$stage/root/etc/passwd" "$stage/root/etc/group" | sed "s|$stage/root||"
}
listing >"$stage/before"

cp "$package" "$stage/root/tmp/one.deb"
check "install" inside dpkg -i /tmp/one.deb
check "its user has no shell and no password" inside sh -c \
    'getent passwd hubdrops | grep -q ":/var/lib/hubdrops:/usr/sbin/nologin$" && grep -q "^hubdrops:[!*]" /etc/shadow'
check "the state is for owner and group" inside sh -c '[ "$(stat -c %U:%G:%a /var/lib/hubdrops)" = hubdrops:hubdrops:750 ]'
check "the timer is enabled" inside test -L /etc/systemd/system/timers.target.wants/hubdrops.timer
check "units" sh "$root/packaging/verify.sh" "$stage/root/usr/bin/hubdrops"
check "version of all parts" inside sh -c 'hubdrops --version --verbose | grep -q "^SQLite .*public domain"'

# The command line of the unit, as the user of the unit.
start=$(sed -n 's/^ExecStart=//p' "$stage/root/lib/systemd/system/hubdrops.service")
asService() {
    # shellcheck disable=SC2086
    inside setpriv --reuid=hubdrops --regid=hubdrops --init-groups --no-new-privs --inh-caps=-all \
        --bounding-set=-all sh -c "umask 0027; exec $*"
}
code=0
asService "$start" >"$stage/said" 2>&1 || code=$?
if [ "$code" = 1 ] && grep -q "no log file" "$stage/said"; then say "ok     a first run without logs says so"; else
    wrong=1
    say "WRONG  a first run without logs: exit $code: $(cat "$stage/said")"
fi
cp -r "$logs/." "$stage/root/var/lib/hubdrops/logs/"
inside chown -R hubdrops:hubdrops /var/lib/hubdrops/logs
check "configuration" asService "hubdrops check"
check "ExecStart of the unit" asService "$start --day 2026-03-10"
check "its report" inside sh -c 'grep -q "</html>" /var/lib/hubdrops/reports/latest/report.html'
check "integrity" asService "hubdrops status --integrity"
# One configuration among several, as hubdrops@weu.service runs it.
each=$(sed -n 's/^ExecStart=//p' "$stage/root/lib/systemd/system/hubdrops@.service" | sed 's/%i/weu/')
inside sh -c 'sed "s#/var/lib/hubdrops/\(hubdrops.sqlite\|reports\)#/var/lib/hubdrops/weu/\1#" /etc/hubdrops/hubdrops.yaml \
    >/etc/hubdrops/weu.yaml && install -d -m 750 -o hubdrops -g hubdrops /var/lib/hubdrops/weu'
check "ExecStart of an instance" asService "$each --day 2026-03-10"
check "its report is in its own folder" inside test -s /var/lib/hubdrops/weu/reports/latest/report.html
rm "$stage/root/etc/hubdrops/weu.yaml"
inside ln -s /lib/systemd/system/hubdrops@.timer /etc/systemd/system/timers.target.wants/hubdrops@weu.timer
check "nothing of it is for others" inside sh -c '[ -z "$(find /var/lib/hubdrops -path /var/lib/hubdrops/logs -prune -o -perm /007 ! -type l -print)" ]'

# --- Upgraded ---
sed -i 's|^#window: 15m|window: 1h|' "$stage/root/etc/hubdrops/hubdrops.yaml"
dpkg-deb -R "$package" "$stage/newer"
sed -i 's/^Version: .*/&+upgrade1/' "$stage/newer/DEBIAN/control"
dpkg-deb --root-owner-group -Zgzip --build "$stage/newer" "$stage/root/tmp/two.deb" >/dev/null
check "upgrade" inside dpkg -i --force-confold /tmp/two.deb
check "the operator's configuration stays" inside grep -q '^window: 1h' /etc/hubdrops/hubdrops.yaml
check "a run after the upgrade" asService "$start --day 2026-03-10"
check "the records stay" inside sh -c 'hubdrops status --db /var/lib/hubdrops/hubdrops.sqlite --json | grep -q "\"events\" : [1-9]"'

# --- Removed and purged ---
check "remove" inside dpkg -r hubdrops
check "configuration and records outlive a removal" inside test -s /etc/hubdrops/hubdrops.yaml -a -s /var/lib/hubdrops/hubdrops.sqlite
check "purge" inside dpkg -P hubdrops
listing >"$stage/after"
if diff "$stage/before" "$stage/after" >"$stage/said"; then say "ok     nothing is left"; else
    wrong=1
    say "WRONG  left after the purge: $(cat "$stage/said")"
fi
exit "$wrong"
