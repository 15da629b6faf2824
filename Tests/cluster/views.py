"""What people ask in SQL: the views against those of a copy, and the queries of docs/queries.md against their answers."""
import pathlib, re, sqlite3, sys

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "examples"))
from check_examples import examples, rows

# Of each view of a copy the columns that are the same in ClickHouse.
VIEWS = {
    "days": "day, time_zone, revision, verdict, complete, records, active_devices, devices_that_dropped, drops, renewals, "
            "downtime_seconds, still_down, availability, incidents, alerts",
    "day_causes": "day, time_zone, cause, drops, downtime_seconds",
    "device_days": "day, time_zone, hub, device, module, drops, renewals, downtime_seconds, open, failed_connects",
    "drop_starts": "day, time_zone, hub, device, module, start, seconds",
    "counts": "hub, device, module, operation, level, code, description, window_start, records, seconds, hour",
    "events": "hub, device, module, operation, level, code, description, protocol, sdk, authentication, address, ticks, hour",
}
DAY_VIEWS = ["days", "day_causes", "device_days", "drop_starts"]
DROPS = ("hub, device, module, start, end, downtime_seconds, downtime_in_day_seconds, cause, confidence, codes, protocol, sdk, "
         "address, connection_age_seconds, incident")


def plain(value):
    """A value of either database as text: times without their T and Z, whole numbers without a fraction."""
    if value is None:
        return "\\N"
    if isinstance(value, float) or re.fullmatch(r"-?\d+\.\d+", str(value)):
        return "%.9g" % float(value)
    return re.sub(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(:\d\d)?)(\.\d+)?Z?$", r"\1 \2", str(value))


def unescaped(field):
    """A field of ClickHouse's TabSeparated."""
    letters = {"t": "\t", "n": "\n", "r": "\r", "0": "\0", "b": "\b", "f": "\f"}
    return field if field == "\\N" else re.sub(r"\\(.)", lambda match: letters.get(match[1], match[1]), field, flags=re.DOTALL)


def answer(cluster, node, query):
    text = cluster.ask(node, query.rstrip().rstrip(";") + " FORMAT TabSeparated")
    return [[plain(unescaped(field)) for field in line.split("\t")] for line in text.split("\n")[:-1]]


def differences(cluster, node, database, copy, views=VIEWS):
    """Views whose rows are others than those of a copy."""
    different = []
    store = sqlite3.connect("file:%s?mode=ro" % copy, uri=True)
    for view in views:
        columns = VIEWS[view]
        ours = sorted(map(tuple, answer(cluster, node, "SELECT %s FROM %s.%s" % (columns, database, view))))
        theirs = sorted(tuple(map(plain, row)) for row in store.execute("SELECT %s FROM %s" % (columns, view)))
        if ours != theirs or not ours:
            different.append((view, len(ours), len(theirs), sorted(set(ours) ^ set(theirs))[:2]))
    store.close()
    return different


def queries():
    """Title, query for ClickHouse and rows of the answer, of each example."""
    page = (ROOT / "docs" / "queries.md").read_text()
    ours = re.findall(r"In ClickHouse:\n\n```sql\n(.*?)```", page, re.DOTALL)
    found = list(examples(page))
    assert len(ours) == len(found) == 10
    return [(title, query, [[plain(cell) for cell in row] for row in rows(table)])
            for (title, _, table), query in zip(found, ours)]


def statements(database):
    """The same and every view, as statements whose answers two engines are to have alike."""
    found = ["SELECT * FROM fleet.%s" % view for view in [*VIEWS, "drops"]] + [query for _, query, _ in queries()]
    return [re.sub(r"\bfleet\.", database + ".", query.rstrip().rstrip(";")) + " FORMAT RowBinary" for query in found]
