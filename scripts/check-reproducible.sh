#!/bin/sh
# check-reproducible.sh PRODUCT BUILD...: builds a product twice, in folders of different names and lengths, and compares
# the bytes. BUILD is the command of the build, without the product.
set -eu
product=$1
shift
root=$(cd "$(dirname "$0")/.." && pwd)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
one=$stage/hubdrops
two=$stage/another/and-a-longer-name-of-the-checkout

for copy in "$one" "$two"; do
    mkdir -p "$copy"
    (cd "$root" && git ls-files -z --cached --others --exclude-standard | tar -c --null --files-from=- --ignore-failed-read) |
        tar -x -C "$copy"
    # The versions are exact, so that this file only saves the asking.
    cp "$root/Package.resolved" "$copy/" 2>/dev/null || true
    (cd "$copy" && "$@" --product "$product" >"$stage/said" 2>&1) || { cat "$stage/said"; exit 1; }
done

if cmp "$one/.build/release/$product" "$two/.build/release/$product"; then
    echo "ok     $product: $(sha256sum <"$one/.build/release/$product" | cut -c1-64) from both folders"
else
    for copy in "$one" "$two"; do
        readelf --sections --wide "$copy/.build/release/$product" >"$stage/sections"
        echo "WRONG  $copy: $(grep -c -a -F "$stage" "$copy/.build/release/$product" || true) lines with a path of the build"
    done
    exit 1
fi
