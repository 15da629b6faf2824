#!/usr/bin/env python3
"""Holds an OCI image against what it promises: check_image.py IMAGE HUBDROPS SAMPLE-DATA (root).

buildah reads the image, as somebody else's tool; its root file system is then entered by chroot, since few builders have
an engine for containers: read-only, without a network, as the user of the image and with no rights beyond.
"""
import datetime, filecmp, gzip, hashlib, json, os, re, shutil, subprocess, sys, tempfile, zoneinfo

USER = "10001"
DAY = "2026-03-10"
ZONES = ["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
failures = 0


def check(words, holds, detail=""):
    global failures
    failures += not holds
    print("%-6s %s%s" % ("ok" if holds else "WRONG", words, "" if holds else ": %s" % str(detail)[:800]))


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def buildah(state, *command):
    return run("buildah", "--storage-driver", "vfs", "--root", state + "/root", "--runroot", state + "/run", *command)


def unpacked(image, state):
    """The folder with the image's files, and its configuration, both by buildah."""
    made = buildah(state, "from", "--pull-never", "oci-archive:" + image)
    check("buildah reads it", made.returncode == 0, made.stderr)
    if made.returncode:
        sys.exit(1)
    name = made.stdout.split()[-1]
    inspected = json.loads(buildah(state, "inspect", name).stdout)
    return buildah(state, "mount", name).stdout.strip(), inspected["OCIv1"]


def contents(root):
    """Path, mode, owner and size of all that is in it."""
    for folder, folders, names in os.walk(root):
        for name in folders + names:
            path = os.path.join(folder, name)
            yield os.path.relpath(path, root), os.lstat(path)


def looks(root, configuration):
    files = dict(contents(root))
    size = sum(status.st_size for path, status in files.items() if os.path.isfile(os.path.join(root, path))
               and not os.path.islink(os.path.join(root, path)))
    check("%.1f MB, at most 60" % (size / 1e6), size <= 60_000_000)
    check("a user of its own", configuration["config"]["User"] == "%s:%s" % (USER, USER), configuration["config"])
    check("nothing is setuid or setgid", not [path for path, status in files.items() if status.st_mode & 0o6000])
    writable = [path for path, status in files.items() if not os.path.islink(os.path.join(root, path))
                and (status.st_mode & 0o002 or str(status.st_uid) == USER)]
    check("its user may write to its folder and /tmp alone", sorted(writable) == ["tmp", "var/lib/hubdrops"], writable)
    programs = [path for path in files if re.match(r"(usr/)?s?bin/", path)]
    check("one program, no shell", programs == ["usr/bin/hubdrops"], programs)
    with gzip.open(root + "/usr/share/doc/hubdrops/hubdrops.cdx.json.gz") as file, open(
            root + "/usr/bin/hubdrops", "rb") as program:
        check("the list of parts is of this binary", hashlib.sha256(program.read()).hexdigest().encode() in file.read())
    dangling = [path for path in files if os.path.islink(os.path.join(root, path))
                and not os.path.exists(os.path.join(root, path))]
    check("every link leads somewhere", not dangling, dangling)


class Inside:
    """What runs in the root file system: read-only but for two folders, no network, no rights."""

    def __init__(self, root, data, sample):
        self.root = root
        self.prepare = "\n".join([
            "set -e", 'mount --bind "$0" "$0"', 'mount -o remount,bind,ro "$0"', 'mount -t proc proc "$0/proc"',
            'mount --bind "%s" "$0/var/lib/hubdrops"' % data, 'mount --bind "%s" "$0/etc/hubdrops"' % sample,
            'mount -o remount,bind,ro "$0/etc/hubdrops"',
            'exec env -i PATH=/usr/bin HOME=/var/lib/hubdrops setpriv --no-new-privs /usr/sbin/chroot '
            '--userspec=%s:%s --groups= "$0" "$@"' % (USER, USER),
        ])

    def run(self, *arguments):
        return run("unshare", "--mount", "--net", "--pid", "--fork", "sh", "-c", self.prepare, self.root,
                   "/usr/bin/hubdrops", *arguments)


def same(left, right):
    """The paths below two folders whose bytes differ, or that only one has."""
    def names(folder):
        return {path for path, _ in contents(folder) if os.path.isfile(os.path.join(folder, path))}
    ours, theirs = names(left), names(right)
    _, differ, errors = filecmp.cmpfiles(left, right, sorted(ours & theirs), shallow=False)
    return sorted(ours ^ theirs) + differ + errors, len(ours)


def main(image, binary, sample):
    stage = tempfile.mkdtemp(prefix="hubdrops-image-")
    os.chmod(stage, 0o755)
    state = stage + "/buildah"
    try:
        root, configuration = unpacked(os.path.abspath(image), state)
        looks(root, configuration)

        data = stage + "/data"
        os.mkdir(data)
        os.chown(data, int(USER), int(USER))
        inside = Inside(root, data, os.path.abspath(sample))
        version = run(binary, "--version", "--verbose").stdout
        said = inside.run("--version", "--verbose")
        check("its version is that of the binary", said.stdout == version != "", said.stderr or said.stdout)

        said = inside.run("run", "--logs", "/etc/hubdrops/logs", "--db", "/var/lib/hubdrops/h.sqlite",
                          "--out", "/var/lib/hubdrops/reports", "--day", DAY)
        check("a run over the sample, silent", said.returncode == 0 and said.stdout + said.stderr == "",
              "exit %d: %s" % (said.returncode, said.stderr))
        # The time a report was first issued is in the database, so that the same database gives the same bytes.
        shutil.copy(data + "/h.sqlite", stage + "/h.sqlite")
        run(binary, "report", "--db", stage + "/h.sqlite", "--out", stage + "/reports", "--day", DAY)
        differ, count = same(data + "/reports/" + DAY, stage + "/reports/" + DAY)
        check("its report is that of the binary outside, byte by byte (%d files)" % count, count > 10 and not differ,
              differ)
        said = inside.run("status", "--db", "/var/lib/hubdrops/h.sqlite", "--integrity")
        check("the database is whole", said.returncode == 0, said.stderr)

        # Python's time zones are not ours.
        for zone in ZONES:
            said = inside.run("report", "--db", "/var/lib/hubdrops/h.sqlite", "--out", "/var/lib/hubdrops/zones",
                              "--day", DAY, "--time-zone", zone)
            with open("%s/zones/%s/report.json" % (data, DAY), encoding="utf-8") as file:
                day = json.load(file)["day"]
            begin = datetime.datetime.fromisoformat(DAY).replace(tzinfo=zoneinfo.ZoneInfo(zone))
            begin = begin.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
            check("a day of %s begins at %s" % (zone, begin), day["start"] == begin, day)
        said = inside.run("import", "https://example.blob.core.windows.net/logs?sv=1&sig=secret", "--db",
                          "/var/lib/hubdrops/h.sqlite")
        check("without a network a container is one line, without its secret", said.returncode > 0
              and said.stderr.count("\n") == 1 and "example.blob" in said.stderr and "secret" not in said.stderr,
              "exit %d: %s" % (said.returncode, said.stderr))
    finally:
        buildah(state, "rm", "--all")
        buildah(state, "rmi", "--all", "--force")
        shutil.rmtree(stage, ignore_errors=True)
    print("%d failed" % failures)
    sys.exit(failures > 0)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
