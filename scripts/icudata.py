#!/usr/bin/env python3
"""Makes the part of ICU's data that hubdrops uses: icudata.py SWIFTC FOLDER; prints what to tell `swift build`.

Foundation brings ICU, and ICU brings 34 MB of data: the words of 800 locales, 200 character sets, dictionaries. hubdrops
uses its time zones. FOLDER/icudata.o defines less under another name; once that name is given to ICU's symbol, the
linker has no need of the whole. Kept is what belongs to no language or character set, and English.

The form of a package is that of ICU's udata.h and ucmndata.h: a header, the number of items, for each where its name
and its bytes begin, names, bytes. A toolchain with another form is no error: its binary is linked as it comes.
"""
import json, os, re, struct, subprocess, sys

MEMBER = "icu_packaged_data.cpp.o"
DROPPED = re.compile(
    r".*/.*|.*\.(cnv|cfu|spp)|(unames|ulayout|uemoji)\.icu|nfkc\w*\.nrm|[a-z]{2,3}(_\w+)?\.res"
    r"|(langInfo|units|plurals|pluralRanges|dayPeriods|genderList|grammaticalFeatures|currencyNumericCodes)\.res")
ENGLISH = {"en.res", "en_001.res", "en_US.res", "en_US_POSIX.res"}
NEEDED = {"zoneinfo64.res", "timezoneTypes.res", "root.res", "supplementalData.res"}


class Unknown(Exception):
    """The toolchain is not as expected; says how."""


def output(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def filtered(data):
    """The same package with fewer items, which begin at multiples of 16 as before."""
    if len(data) < 32 or data[2:4] != b"\xda\x27" or data[12:16] != b"CmnD":
        raise Unknown("%s is no little-endian package of ICU data" % MEMBER)
    size, = struct.unpack_from("<H", data)
    count, = struct.unpack_from("<I", data, size)
    entries = [struct.unpack_from("<II", data, size + 4 + 8 * index) for index in range(count)]
    names = [data[size + name:data.index(b"\0", size + name)] for name, _ in entries]
    ends = [begin for _, begin in entries[1:]] + [len(data) - size]
    items = []
    found = set()
    for name, (_, begin), end in zip(names, entries, ends):
        item = name.decode().partition("/")[2]
        if item in ENGLISH or not DROPPED.fullmatch(item):
            items.append((name, data[size + begin:size + end]))
            found.add(item)
    if not NEEDED <= found:
        raise Unknown("%s has no %s" % (MEMBER, ", ".join(sorted(NEEDED - found))))

    text = b"".join(name + b"\0" for name, _ in items)
    first = 4 + 8 * len(items)
    begin = first + len(text) + -(size + first + len(text)) % 16
    table, place, body = b"", first, b""
    for name, content in items:
        table += struct.pack("<II", place, begin + len(body))
        place += len(name) + 1
        body += content + b"\0" * (-len(content) % 16)
    head = data[:size] + struct.pack("<I", len(items)) + table + text
    return head + b"\0" * (size + begin - len(head)) + body


def make(swiftc, folder):
    """Where the object is, and the name of ICU's symbol."""
    paths = json.loads(output(swiftc, "-print-target-info"))["paths"]
    library = os.path.join(paths["runtimeResourcePath"] + "_static", "linux", "lib_FoundationICU.a")
    if not os.path.exists(library):
        raise Unknown("%s is not there" % library)
    if MEMBER not in output("ar", "t", library).split():
        raise Unknown("%s has no member %s" % (library, MEMBER))
    output("ar", "x", library, MEMBER, cwd=folder)
    member, whole, part, source, made = (
        os.path.join(folder, name) for name in (MEMBER, "whole.dat", "part.dat", "icudata.s", "icudata.o"))
    # The symbol has the version of ICU in its name.
    symbol = re.search(r"^(icudt\d+_dat) ", output("nm", "--format=posix", member), re.MULTILINE)
    if symbol is None:
        raise Unknown("%s has no symbol icudtNN_dat" % MEMBER)
    output("objcopy", "-O", "binary", "-j", ".rodata", member, whole)
    with open(whole, "rb") as file:
        data = filtered(file.read())
    with open(part, "wb") as file:
        file.write(data)
    with open(source, "w") as file:
        file.write('.section .rodata\n.balign 16\n.globl {0}\n.type {0}, %object\n{0}:\n.incbin "{1}"\n.size {0}, .-{0}\n'
                   '.section .note.GNU-stack,"",%progbits\n'.format("hubdrops_icu_data", part))
    output(os.path.join(os.path.dirname(swiftc), "clang") if os.path.dirname(swiftc) else "clang", "-c", source, "-o", made)
    for name in (member, whole):
        os.remove(name)
    return made, symbol.group(1)


def main(swiftc, folder):
    folder = os.path.abspath(folder)
    os.makedirs(folder, exist_ok=True)
    try:
        made, symbol = make(swiftc, folder)
    except (Unknown, OSError, subprocess.CalledProcessError) as error:
        print("icudata.py: the binary will have all of ICU's data, 32 MB more: %s" % error, file=sys.stderr)
        return
    # Nothing looks for symbols of the binary by name, and their names are 1 MB.
    print(" ".join("-Xlinker " + word for word in (
        "--defsym", "%s=hubdrops_icu_data" % symbol, made, "--no-export-dynamic")))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
