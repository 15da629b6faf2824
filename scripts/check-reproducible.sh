#!/bin/sh
# check-reproducible.sh PRODUCT: builds a product twice, in folders of different names and lengths, and compares the bytes.
set -eu
product=$1
root=$(cd "$(dirname "$0")/.." && pwd)
stage=$(mktemp -d)
[ -n "${KEEP:-}" ] || trap 'rm -rf "$stage"' EXIT
one=$stage/hubdrops
two=$stage/another/and-a-longer-name-of-the-checkout

for copy in "$one" "$two"; do
    mkdir -p "$copy"
    (cd "$root" && git ls-files -z --cached --others --exclude-standard | tar -c --null --files-from=- --ignore-failed-read) |
        tar -x -C "$copy"
    # The versions are exact, so that this file only saves the asking.
    cp "$root/Package.resolved" "$copy/" 2>/dev/null || true
done
for copy in "$one" "$two"; do
    ${MAKE:-make} -C "$copy" release PRODUCT="$product" >"$stage/said" 2>&1 || { cat "$stage/said"; exit 1; }
done

one=$one/.build/release/$product
two=$two/.build/release/$product
if cmp "$one" "$two"; then
    echo "ok     $product: $(sha256sum <"$one" | cut -c1-64) from both folders"
else
    # Name, offset and size of each section that is in the file.
    readelf --sections --wide "$one" |
        sed -n 's/^ *\[ *[0-9]*\] \(\.[^ ]*\) *\([A-Z_]*\) *[0-9a-f]* \([0-9a-f]*\) \([0-9a-f]*\) .*/\1 \2 \3 \4/p' |
        while read -r section kind offset size; do
            [ "$kind" = NOBITS ] || [ -z "$size" ] && continue
            for binary in "$one" "$two"; do
                tail -c "+$((0x$offset + 1))" "$binary" | head -c "$((0x$size))" | sha256sum
            done | uniq | [ "$(wc -l)" = 1 ] || echo "WRONG  $product: $section differs"
        done
    exit 1
fi
if grep -q -a -F "$stage" "$one"; then echo "WRONG  $product: it holds the path of its build"; exit 1; fi
