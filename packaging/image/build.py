#!/usr/bin/env python3
"""Makes an OCI image of a release binary: build.py HUBDROPS FOLDER; prints the name of the archive.

In it: the stripped binary, the libraries that it loads and what Debian says of them, certificates, time zones, a user.
No shell, no package manager, nothing that is setuid. The same files, version and SOURCE_DATE_EPOCH (default: the time
of the last commit) give the same bytes.

It writes the archive by itself, as it is a tar file and three short texts (OCI image-spec 1.1): builders that are
containers themselves seldom allow what buildah needs, and each version of it writes other bytes. `make check-image` has
buildah read the result.
"""
import gzip, hashlib, io, json, os, re, subprocess, sys, tarfile, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
USER = 10001
HOME = "var/lib/hubdrops"
ZONES = "/usr/share/zoneinfo"
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
MOST_BYTES = 60_000_000


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def read(path):
    with open(path, "rb") as file:
        return file.read()


def packed(data):
    return gzip.compress(data, 9, mtime=0)


class Tree:
    """What will be in the layer, by path without the first slash."""

    def __init__(self):
        self.files, self.links, self.folders, self.first = {}, {}, {"tmp": (0o1777, 0)}, {}

    def add(self, path, data, mode=0o644):
        """Twice the same bytes are there once: of time zones half, of texts on copyright a third."""
        first = self.first.setdefault((data, mode), path)
        if first == path or len(data) < 256:
            self.files[path] = (data, mode)
        else:
            self.links[path] = os.path.relpath("/" + first, "/" + os.path.dirname(path))

    def layer(self, when):
        folders = dict(self.folders)
        for path in [*self.files, *self.links, *self.folders]:
            while path := os.path.dirname(path):
                folders.setdefault(path, (0o755, 0))
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
            for path in sorted([*folders, *self.files, *self.links]):
                entry = tarfile.TarInfo(path)
                entry.mtime = when
                if path in folders:
                    entry.type, (entry.mode, entry.uid) = tarfile.DIRTYPE, folders[path]
                    entry.gid = entry.uid
                    tar.addfile(entry)
                elif path in self.links:
                    entry.type, entry.mode, entry.linkname = tarfile.SYMTYPE, 0o777, self.links[path]
                    tar.addfile(entry)
                else:
                    data, entry.mode = self.files[path]
                    entry.size = len(data)
                    tar.addfile(entry, io.BytesIO(data))
        return buffer.getvalue()


def add_program(tree, binary):
    """The stripped binary and the list of its parts, which names it by its digest."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "hubdrops")
        output("strip", "--strip-unneeded", "--remove-section=.comment", "--remove-section=.note", "-o", path, binary)
        tree.add("usr/bin/hubdrops", read(path), 0o755)
        parts = output(sys.executable, os.path.join(ROOT, "packaging/sbom.py"), path)
        tree.add("usr/share/doc/hubdrops/hubdrops.cdx.json.gz", packed(parts.encode()))


def libraries(binary):
    """Where the loader finds what the binary needs, and the loader."""
    return sorted(set(re.findall(r"(/\S+) \(0x", output("ldd", binary))))


def package_of(path):
    """A file is known to dpkg under its own name, or under that without /usr."""
    real = os.path.realpath(path)
    for name in (real, re.sub("^/usr", "", real), path):
        found = subprocess.run(["dpkg", "-S", name], capture_output=True, text=True)
        if found.returncode == 0:
            return found.stdout.split(":")[0]
    sys.exit("build.py: no Debian package holds %s; its licence and version are not known" % path)


def tree_of(binary):
    tree = Tree()
    add_program(tree, binary)
    for library in libraries(binary):
        tree.add(library.lstrip("/"), read(library), 0o755)
    # Where scanners of images look for what is in them, one file for each package.
    for package in sorted({package_of(path) for path in libraries(binary)} | {"ca-certificates", "tzdata"}):
        status = output("dpkg-query", "-s", package)
        tree.add("var/lib/dpkg/status.d/" + package, status.encode())
        tree.add("usr/share/doc/%s/copyright.gz" % package, packed(read("/usr/share/doc/%s/copyright" % package)))
    tree.add("usr/share/doc/hubdrops/copyright", read(os.path.join(ROOT, "packaging/deb/copyright")))
    tree.add("etc/os-release", read("/etc/os-release"))
    tree.add(CERTIFICATES.lstrip("/"), read(CERTIFICATES))
    for folder, folders, names in os.walk(ZONES):
        folders[:] = sorted(set(folders) - {"posix", "right"})
        for path in (os.path.join(folder, name) for name in sorted(set(names) - {"localtime", "posixrules"})):
            # Tables beside the zones are for those who compile them.
            if (data := read(path)).startswith(b"TZif"):
                tree.add(path.lstrip("/"), data)
    tree.add("etc/passwd", b"root:x:0:0::/:/nonexistent\nhubdrops:x:%d:%d::/%s:/nonexistent\n"
             % (USER, USER, HOME.encode()))
    tree.add("etc/group", b"root:x:0:\nhubdrops:x:%d:\n" % USER)
    tree.add("etc/nsswitch.conf", b"passwd: files\ngroup: files\nhosts: files dns\n")
    tree.folders[HOME] = (0o750, USER)
    # What an engine mounts something on.
    for name in ("etc/hubdrops", "dev", "proc", "sys"):
        tree.folders[name] = (0o755, 0)
    return tree


def main(binary, folder):
    when = int(os.environ.get("SOURCE_DATE_EPOCH") or output("git", "-C", ROOT, "log", "-1", "--format=%ct"))
    version = output(binary, "--version").strip()
    architecture = output("dpkg", "--print-architecture").strip()
    created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(when))
    tree = tree_of(binary)
    blobs = {}

    def blob(data, kind):
        digest = "sha256:" + hashlib.sha256(data).hexdigest()
        blobs[digest] = data
        return {"mediaType": "application/vnd.oci.image.%s" % kind, "digest": digest, "size": len(data)}

    def text(value):
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()

    layer = tree.layer(when)
    if len(layer) > MOST_BYTES:
        sys.exit("build.py: the image has %d bytes, and at most %d are allowed" % (len(layer), MOST_BYTES))
    labels = {
        "org.opencontainers.image.title": "hubdrops", "org.opencontainers.image.version": version,
        "org.opencontainers.image.licenses": "MIT", "org.opencontainers.image.created": created,
        "org.opencontainers.image.description": "nightly report on the disconnects of Azure IoT Hub devices",
    }
    configuration = {
        "architecture": architecture, "os": "linux", "created": created,
        "config": {"User": "%d:%d" % (USER, USER), "WorkingDir": "/" + HOME, "Entrypoint": ["/usr/bin/hubdrops"],
                   "Cmd": ["--help"], "Env": ["PATH=/usr/bin", "HOME=/" + HOME], "Labels": labels},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(layer).hexdigest()]},
        "history": [{"created": created, "created_by": "packaging/image/build.py"}],
    }
    manifest = blob(text({
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": blob(text(configuration), "config.v1+json"),
        "layers": [blob(packed(layer), "layer.v1.tar+gzip")], "annotations": labels,
    }), "manifest.v1+json")
    manifest["annotations"] = {"org.opencontainers.image.ref.name": "hubdrops:" + version}
    files = {"oci-layout": text({"imageLayoutVersion": "1.0.0"}),
             "index.json": text({"schemaVersion": 2, "manifests": [manifest]})}
    files |= {"blobs/sha256/" + digest.partition(":")[2]: data for digest, data in blobs.items()}

    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "hubdrops_%s_%s.oci.tar" % (version, architecture))
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as tar:
        for name in sorted(files):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(files[name]), when, 0o644
            tar.addfile(entry, io.BytesIO(files[name]))
    print("%s: %.1f MB, %.1f MB to send" % (path, len(layer) / 1e6, os.path.getsize(path) / 1e6), file=sys.stderr)
    print(path)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
