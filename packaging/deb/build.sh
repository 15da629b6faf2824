#!/bin/sh
# build.sh BINARY FOLDER: makes FOLDER/hubdrops_VERSION_ARCH.deb from a release binary.
#
# The same sources and SOURCE_DATE_EPOCH (default: the time of the last commit) give the same bytes.
set -eu
umask 022
export LC_ALL=C TZ=UTC

binary=$1
output=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
: "${SOURCE_DATE_EPOCH:=$(git -C "$root" log -1 --format=%ct 2>/dev/null || echo 1767225600)}"
export SOURCE_DATE_EPOCH
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
tree=$stage/debian/hubdrops
doc=$tree/usr/share/doc/hubdrops

version=${DEB_VERSION:-$("$binary" --version)}
architecture=$(dpkg --print-architecture)

put() { install -D -m "$1" "$2" "$tree/$3"; }
compressed() { mkdir -p "$(dirname "$tree/$1")" && gzip -9nc >"$tree/$1" && chmod 644 "$tree/$1"; }

put 755 "$binary" usr/bin/hubdrops
strip --strip-unneeded --remove-section=.comment --remove-section=.note "$tree/usr/bin/hubdrops"
put 644 "$root/packaging/deb/lintian-overrides" usr/share/lintian/overrides/hubdrops
for unit in hubdrops.service hubdrops.timer hubdrops@.service hubdrops@.timer; do
    put 644 "$root/packaging/$unit" "lib/systemd/system/$unit"
done

# As installed the configuration names the folders of the service, so that a run works once logs are there.
sed -e 's|^#\(database: /var/lib/hubdrops/.*\)|\1|' -e 's|^#\(output: /var/lib/hubdrops/.*\)|\1|' \
    -e 's|^#logs:$|logs:|' -e 's|^#  - /var/lib/hubdrops/.*|  - /var/lib/hubdrops/logs|' \
    "$root/packaging/hubdrops.yaml" >"$stage/hubdrops.yaml"
put 644 "$stage/hubdrops.yaml" etc/hubdrops/hubdrops.yaml

python3 "$root/packaging/man.py" hubdrops "$binary" | compressed usr/share/man/man1/hubdrops.1.gz
python3 "$root/packaging/man.py" configuration "$root/docs/configuration.md" |
    compressed usr/share/man/man5/hubdrops.yaml.5.gz
"$binary" --generate-completion-script bash | sed '1{/^#!/d}' >"$stage/bash"
"$binary" --generate-completion-script zsh >"$stage/zsh"
"$binary" --generate-completion-script fish >"$stage/fish"
put 644 "$stage/bash" usr/share/bash-completion/completions/hubdrops
put 644 "$stage/zsh" usr/share/zsh/vendor-completions/_hubdrops
put 644 "$stage/fish" usr/share/fish/vendor_completions.d/hubdrops.fish

put 644 "$root/packaging/deb/copyright" usr/share/doc/hubdrops/copyright
{
    echo "hubdrops ($version) stable; urgency=medium"
    echo
    echo "  * See /usr/share/doc/hubdrops/CHANGELOG.md.gz for what changed."
    echo
    echo " -- hubdrops maintainers <hubdrops@example.org>  $(date -u -R -d "@$SOURCE_DATE_EPOCH")"
} | compressed usr/share/doc/hubdrops/changelog.gz
compressed usr/share/doc/hubdrops/CHANGELOG.md.gz <"$root/CHANGELOG.md"
python3 "$root/packaging/sbom.py" "$tree/usr/bin/hubdrops" >"$stage/parts"
compressed usr/share/doc/hubdrops/hubdrops.cdx.json.gz <"$stage/parts"
mkdir -p "$doc/examples"
put 644 "$root/packaging/hubdrops.cron" usr/share/doc/hubdrops/examples/hubdrops.cron
put 644 "$root/packaging/prometheus/hubdrops.rules.yml" usr/share/doc/hubdrops/examples/hubdrops.rules.yml
put 644 "$root/packaging/grafana/hubdrops.json" usr/share/doc/hubdrops/examples/grafana.json
for manifest in "$root"/packaging/kubernetes/*.yaml; do
    put 644 "$manifest" "usr/share/doc/hubdrops/examples/kubernetes/$(basename "$manifest")"
done

# What the binary is linked against, in the words of the packages that hold it.
mkdir -p "$stage/debian"
printf 'Source: hubdrops\n\nPackage: hubdrops\nArchitecture: any\nDescription: x\n' >"$stage/debian/control"
depends=$(cd "$stage" && dpkg-shlibdeps -O "debian/hubdrops/usr/bin/hubdrops" 2>/dev/null |
    sed -n 's/^shlibs:Depends=//p')
# Packed relocations need no symbol by which dpkg would know.
depends=$(echo "$depends" | sed 's/libc6 (>= 2\.3[0-5])/libc6 (>= 2.36)/')

mkdir -p "$tree/DEBIAN"
{
    cat <<CONTROL
Package: hubdrops
Version: $version
Architecture: $architecture
Maintainer: hubdrops maintainers <hubdrops@example.org>
Installed-Size: $(du -sk --apparent-size --exclude=DEBIAN "$tree" | cut -f1)
Depends: $depends, adduser, tzdata
Recommends: ca-certificates
Suggests: sqlite3
Section: net
Priority: optional
CONTROL
    sed -n '/^Description:/,$p' "$root/packaging/deb/control"
} >"$tree/DEBIAN/control"
echo /etc/hubdrops/hubdrops.yaml >"$tree/DEBIAN/conffiles"
for script in postinst prerm postrm; do
    install -m 755 "$root/packaging/deb/$script" "$tree/DEBIAN/$script"
done
(cd "$tree" && find usr lib -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
chmod 644 "$tree/DEBIAN/md5sums" "$tree/DEBIAN/control" "$tree/DEBIAN/conffiles"

find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
mkdir -p "$output"
package=$output/hubdrops_${version}_${architecture}.deb
dpkg-deb --root-owner-group -Zxz --build "$tree" "$package" >&2
echo "$package"
