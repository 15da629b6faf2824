#!/usr/bin/env python3
"""Lists the parts of a built binary as CycloneDX 1.6: sbom.py HUBDROPS > hubdrops.cdx.json

    packages     from `swift package show-dependencies` and Package.resolved, licences read from their own texts
    Swift        the runtime and Foundation, linked into the binary, from `swift --version`
    libraries    those that the binary loads, with the Debian packages that hold them

The same binary on the same machine gives the same bytes: there is no time and no random number in the list.
"""
import hashlib, json, os, re, subprocess, sys, uuid

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SWIFT = os.environ.get("SWIFT", "swift")
# Debian's copyright files are prose; these are the licences of the libraries themselves, by their SPDX names.
LIBRARY_LICENCES = {
    "libc6": "LGPL-2.1-or-later", "libcurl4": "curl", "libgcc-s1": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "libisal2": "BSD-3-Clause", "libsqlite3-0": "blessing", "libstdc++6": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "zlib1g": "Zlib",
}


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def licences(expression):
    """As CycloneDX wants them: a plain name is an id, a compound one an expression."""
    if expression is None:
        return {}
    return {"licenses": [{"expression": expression} if " " in expression else {"license": {"id": expression}}]}


def licence_in(folder):
    """The licence that the package itself states."""
    for name in sorted(os.listdir(folder)):
        if name.upper().startswith("LICENSE"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                text = file.read()
            if "Apache License" in text:
                return "Apache-2.0" + (" WITH Swift-exception" if "Runtime Library Exception" in text else "")
            if "Permission is hereby granted, free of charge" in text:
                return "MIT"
    return None


def packages():
    """The Swift packages, with those that they depend on, and for each reference what it depends on."""
    with open(os.path.join(ROOT, "Package.resolved"), encoding="utf-8") as file:
        revisions = {pin["identity"]: pin["state"]["revision"] for pin in json.load(file)["pins"]}
    components, edges = {}, {}

    def reference(package):
        place = re.sub(r"^https://|\.git$", "", package["url"])
        return "pkg:swift/%s@%s" % (place, package["version"])

    def visit(package):
        name = reference(package)
        edges[name] = sorted(map(visit, package["dependencies"]))
        components[name] = {
            "type": "library", "bom-ref": name, "name": package["name"], "version": package["version"],
            **licences(licence_in(package["path"])), "purl": name,
            "externalReferences": [{
                "type": "vcs", "url": package["url"], "comment": "revision " + revisions[package["identity"]]}],
        }
        parser = os.path.join(package["path"], "Sources", "CYaml")
        if os.path.isdir(parser):
            components[name]["components"] = [{
                "type": "library", "bom-ref": name + "#libyaml", "name": "LibYAML", **licences("MIT"),
                "description": "The copy that Yams brings with it, in Sources/CYaml."}]
        return name

    tree = json.loads(output(SWIFT, "package", "show-dependencies", "--format", "json"))
    return components, edges, sorted(map(visit, tree["dependencies"]))


def runtime():
    version = re.search(r"Swift version (\S+)", output(SWIFT, "--version")).group(1)
    name = "pkg:generic/swift@" + version
    return {
        "type": "framework", "bom-ref": name, "name": "Swift runtime and Foundation", "version": version,
        **licences("Apache-2.0 WITH Swift-exception"), "purl": name,
        "components": [{
            "type": "library", "bom-ref": name + "#icu", "name": "ICU", **licences("Unicode-3.0"),
            "description": "The copy that Foundation brings with it (swift-foundation-icu)."}],
    }


def libraries(binary):
    """The shared libraries that the binary names, as the Debian packages that hold them."""
    wanted = re.findall(r"\(NEEDED\).*\[(.+)\]", output("readelf", "--dynamic", "--wide", binary))
    places = dict(re.findall(r"(\S+) => (\S+) \(", output("ldd", binary)))
    release = dict(line.rstrip("\n").split("=", 1) for line in open("/etc/os-release") if "=" in line)
    system, number = (release.get(key, "").strip('"') for key in ("ID", "VERSION_ID"))
    found = {}
    for library in wanted:
        # The loader itself (ld-linux) has no arrow: it belongs to libc6, which is here anyway.
        place = os.path.realpath(places[library]) if library in places else None
        if place is None:
            continue
        owner = owner_of(place)
        package, version, architecture = output(
            "dpkg-query", "-W", "-f", "${Package} ${Version} ${Architecture}", owner).split()
        name = "pkg:deb/%s/%s@%s?arch=%s&distro=%s-%s" % (
            system, package.replace("+", "%2B"), version.replace("+", "%2B"), architecture, system, number)
        known = found.setdefault(name, {
            "type": "library", "bom-ref": name, "name": package, "version": version,
            **licences(LIBRARY_LICENCES.get(package)), "purl": name, "properties": []})
        known["properties"].append({"name": "hubdrops:library", "value": library})
    return found


def owner_of(place):
    """The package of a file; dpkg may know it by the name from before /usr was merged."""
    for candidate in (place, place.removeprefix("/usr")):
        asked = subprocess.run(["dpkg-query", "-S", candidate], capture_output=True, text=True)
        if asked.returncode == 0:
            return asked.stdout.split(": ")[0]
    sys.exit("sbom.py: %s: no Debian package holds it" % place)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    binary = os.path.abspath(sys.argv[1])
    with open(binary, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    version = output(binary, "--version").strip()
    components, edges, direct = packages()
    swift = runtime()
    loaded = libraries(binary)
    components.update(loaded)
    components[swift["bom-ref"]] = swift
    main_name = "pkg:generic/hubdrops@" + version
    edges[main_name] = sorted([*direct, swift["bom-ref"], *loaded])
    for name in components:
        edges.setdefault(name, [])
    parts = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {
            "type": "application", "bom-ref": main_name, "name": "hubdrops", "version": version, **licences("MIT"),
            "purl": main_name, "hashes": [{"alg": "SHA-256", "content": digest}]}},
        "components": [components[name] for name in sorted(components)],
        "dependencies": [{"ref": name, "dependsOn": edges[name]} for name in sorted(edges)],
    }
    parts["serialNumber"] = "urn:uuid:%s" % uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(parts, sort_keys=True))
    json.dump(parts, sys.stdout, indent=2, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
