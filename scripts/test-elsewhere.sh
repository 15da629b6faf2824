#!/bin/sh
# test-elsewhere.sh here|copy: runs the tests where a developer's machine does not: in another zone and locale, and,
# as `copy`, on a copy of the checkout that belongs to another user, with every core busy.
#
# ZONE, LOCALE and AS name others than these, FILTER only some tests. What the tests leave behind is a fault.
set -eu
zone=${ZONE:-Pacific/Auckland}
locale=${LOCALE:-tr_TR}
user=${AS:-nobody}
root=$(cd "$(dirname "$0")/.." && pwd)
stage=$(mktemp -d)
# Some tests run a command as another user.
chmod 755 "$stage"
busy=""
finish() {
    # shellcheck disable=SC2086
    [ -z "$busy" ] || kill $busy 2>/dev/null || true
    rm -rf "$stage"
}
trap finish EXIT

sh "$root/scripts/install-packages.sh" locales tzdata
mkdir "$stage/locales" "$stage/tmp" "$stage/home"
localedef -i "$locale" -f UTF-8 "$stage/locales/$locale.UTF-8"

# elsewhere COMMAND...: in that zone and language, with a folder for temporary files that is looked at afterwards.
elsewhere() {
    env TZ="$zone" LOCPATH="$stage/locales" LC_ALL="$locale.UTF-8" TMPDIR="$stage/tmp" "$@"
}
test_words="${SWIFT:-swift} test --skip-build --disable-xctest${FILTER:+ --filter $FILTER}"

case $1 in
here)
    cd "$root"
    # shellcheck disable=SC2086
    elsewhere $test_words
    ;;
copy)
    [ "$(id -u)" = 0 ] || { echo "test-elsewhere: another user takes root" >&2; exit 69; }
    copy=$stage/checkout
    mkdir "$copy"
    (cd "$root" && git ls-files -z --cached --others --exclude-standard | tar -c --null --files-from=- --ignore-failed-read) |
        tar -x -C "$copy"
    cp "$root/Package.resolved" "$copy/" 2>/dev/null || true
    chown -R "$user": "$stage"
    as_user() {
        setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups env HOME="$stage/home" USER="$user" "$@"
    }
    cd "$copy"
    as_user "${SWIFT:-swift}" build --build-tests --disable-build-manifest-caching
    for _ in $(seq "$(nproc)"); do
        (while :; do :; done) &
        busy="$busy $!"
    done
    # shellcheck disable=SC2086
    elsewhere setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups env HOME="$stage/home" USER="$user" \
        $test_words
    ;;
*)
    echo "test-elsewhere.sh here|copy" >&2
    exit 64
    ;;
esac

# SwiftPM's own folder and locks stay.
left=$(find "$stage/tmp" -mindepth 1 -maxdepth 1 ! -name 'TemporaryDirectory.*' ! -name '_*.lock' -printf '%f ')
[ -z "$left" ] || { echo "WRONG  left behind in TMPDIR: $left" >&2; exit 1; }
