#!/bin/sh
# install-packages.sh PACKAGE...: installs those Debian packages that are missing, with sudo when not root.
set -eu

missing=""
for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

run=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "missing packages:$missing; install them as root" >&2; exit 69; }
    run="sudo"
fi
echo "installing$missing" >&2
# Another apt-get may be at work, as on a machine that has just started. `install` waits for its lock when told to,
# `update` does not.
waited=0
until said=$($run env LC_ALL=C apt-get update -qq 2>&1); do
    case $said in
    *"Could not get lock"*) [ "$waited" -lt 300 ] || { echo "$said" >&2; exit 75; } ;;
    *) echo "$said" >&2; exit 69 ;;
    esac
    sleep 5
    waited=$((waited + 5))
done
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 \
    $missing >/dev/null
