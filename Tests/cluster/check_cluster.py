#!/usr/bin/env python3
"""Runs hubdrops on a real ClickHouse cluster of this machine, kills its parts, and compares what comes out.

    check_cluster.py HUBDROPS GENERATOR [--quick] [--series 20] [--seed N] [--devices 3000]

Counts are held against Tests/reference/counts.py, which knows nothing of the product, and reports against those of SQLite.
`--quick` makes few series of kills. Prints a line for each point; ends with 1 where one fails.
"""
import argparse, csv, io, json, os, pathlib, random, shutil, subprocess, sys, time

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "hostile")]
from cluster import PASSWORD, READER, READER_PASSWORD, Cluster
from disk import check_full, check_output
from place import DAY, REPORT, Place, Report, exported_drops, is_one_sentence, redaction, shared_drops
from proxy import Proxy
from secure import check_https
from views import DAY_VIEWS, ROOT, answer, differences, queries, statements as view_statements, unescaped

COLUMNS = "hub, device, module, operation, level, code"


def reference(folder):
    """Lines of CSV: hub, device, module, operation, level, code, window, records."""
    result = subprocess.run([sys.executable, str(HERE.parent / "reference" / "counts.py"), str(folder)], capture_output=True, check=True)
    return result.stdout


def check_import(place, cluster, report, options):
    """Four importers at once, each with another server first and every file twice."""
    started = time.monotonic()
    nodes = [1, 2, 3, 4]
    importers = [place.start("import", "logs", "again", "--db", cluster.address("fleet", nodes[n:] + nodes[:n], place.copy()))
                 for n in range(4)]
    codes = [(p.communicate()[1], p.returncode) for p in importers]
    # Generated days have lines that cannot be read: 1 says so.
    report.check("four importers at once, every file twice (%d s)" % (time.monotonic() - started),
                 all(code in (0, 1) for _, code in codes), codes)
    expected = reference(place.folder / "logs")
    place.run("import", "logs", "again", "--db", "sqlite.db")
    exported = place.run("export", "counts", "--db", "sqlite.db").stdout.encode()
    report.check("the reference and SQLite agree on %d groups" % expected.count(b"\n"), exported == expected)
    address = cluster.address("fleet", copy=place.copy())
    exported = place.run("export", "counts", "--db", address)
    report.check("and so does what is read back", exported.stdout.encode() == expected, exported.stderr)
    names = [["deviceConnect", "deviceDisconnect"], ["Information", "Warning", "Error", "Critical"]]
    rows = cluster.ask(3, "SELECT %s, intDiv(intDiv(time, 10000000), 900) * 900 AS w, count() FROM fleet.event FINAL GROUP BY %s, w FORMAT TSV"
                       % (COLUMNS, COLUMNS)).splitlines()
    groups = {}
    for row in rows:
        hub, device, module, operation, level, code, window, records = [unescaped(field) for field in row.split("\t")]
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(window)))
        groups[hub, device, module, names[0][int(operation)], names[1][int(level)], code, moment] = records
    wanted = {tuple(row[:7]): row[7] for row in list(csv.reader(io.StringIO(expected.decode())))[1:]}
    report.check("and so does the wide table, asked in SQL", groups == wanted, (len(groups), len(wanted)))
    return expected, address


def check_reports(place, cluster, report, address):
    """The same bytes as from SQLite, from any machine, in any order."""
    place.run("report", "--db", "sqlite.db", "--day", DAY, "--out", "s")
    reader = place.run("report", "--db", cluster.address("fleet", copy=place.copy()), "--day", DAY, "--out", "r",
                       user=READER, password=READER_PASSWORD)
    report.check("a user who may only read reports, and one sentence says what is not in ClickHouse",
                 reader.returncode in (0, 1) and place.file("r", DAY, "report.json") == place.file("s", DAY, "report.json")
                 and reader.stderr.count("their daily results are not in ClickHouse") == 1, reader.stderr)
    machines = [("c", address), ("d", cluster.address("fleet", [4, 3, 2, 1], place.copy()))]
    for name, database in machines:
        result = place.run("report", "--db", database, "--day", DAY, "--out", name)
        for file in REPORT:
            report.check("%s: machine %s writes what SQLite does" % (file, name),
                         result.returncode in (0, 1) and place.file(name, DAY, file) == place.file("s", DAY, file), result.stderr)
    device = place.file("s", DAY, "drops.csv").decode().splitlines()[1].split(",")[1]
    for command in (["device", device, "--day", DAY], ["export", "drops", "--day", DAY], ["unit", "--hub", "pumps-weu", "--day", DAY, "--out", "u.gz"]):
        one, two = [place.run(*command, "--db", database) for database in ("sqlite.db", address)]
        report.check("%s says the same" % " ".join(command[:2]), one.stdout == two.stdout and one.returncode == two.returncode, two.stderr)
    run = place.run("run", "--logs", "logs", "again", "--db", address, "--day", DAY, "--out", "c")
    report.check("a run over the same files changes nothing", run.returncode in (0, 1) and place.file("c", DAY, "report.json") == place.file("s", DAY, "report.json"), run.stderr)
    status = place.run("status", "--db", address, "--integrity", "--json")
    facts = json.loads(status.stdout)
    known = json.loads(place.run("status", "--db", "sqlite.db", "--json").stdout)
    report.check("status counts the same events, files and devices",
                 [facts[k] for k in ("events", "device_ids", "files")] == [known[k] for k in ("events", "device_ids", "files")]
                 and facts["integrity_problems"] == [], (status.stdout, status.stderr))
    check = place.run("check", "--db", address)
    report.check("check names the servers and the shards", "2 shards" in check.stdout and check.returncode == 0, check.stdout)
    different = differences(cluster, 2, "fleet", place.folder / copy_of(address), DAY_VIEWS)
    report.check("the views have the rows of the copy's, each once", not different, different)
    editions = cluster.ask(1, "SELECT count(), uniqExact(day) FROM fleet.day_edition").split()
    report.check("two machines that found the same wrote it once", editions[0] == editions[1], editions)
    seen = cluster.bytes(4, "SELECT count() FROM fleet.drops", user=READER, password=READER_PASSWORD)
    report.check("a user who may only read asks the views", int(seen) > 0, seen)


def copy_of(address):
    return address.rsplit("copy=", 1)[1]


def check_views(place, cluster, report):
    """The queries of docs/queries.md, on the sample, from both shards; the drops of an export; a day that changes."""
    address = cluster.address("sample", copy=place.copy())
    result = place.run("run", "--logs", ROOT / "SampleData" / "logs", "--db", address, "--day", DAY, "--out", "sample")
    report.check("a run over the sample", result.returncode in (0, 1), result.stderr)
    for title, query, expected in queries():
        found = answer(cluster, 3, query.replace("fleet.", "sample."))
        report.check("query %s: the answer of the page" % title, found == expected, (found[:3], expected[:3]))
    different = differences(cluster, 1, "sample", place.folder / copy_of(address))
    report.check("the views have the rows of the copy's", not different, different)
    expected = exported_drops(place, address)
    redact = redaction(place)
    for database, options in [("sample", []), ("apart", ["--jobs", "2"]), ("slices", ["--slices", "4"]), ("names", redact),
                              ("both", [*redact, "--jobs", "2"])]:
        if options:
            result = place.run("run", "--logs", ROOT / "SampleData" / "logs", "--db", cluster.address(database, copy=place.copy()),
                               "--day", DAY, "--out", database, *options)
            report.check("a run over the sample with %s" % " ".join(options), result.returncode in (0, 1), result.stderr)
        # Of the server that took the rows: the other replica may not have them yet.
        found = shared_drops(cluster, 1, database)
        report.check("drops are those of an export, without renewals and clean closes", found == expected and found,
                     (options, len(found), len(expected)))


def check_death(place, cluster, report):
    """A machine that dies when all its rows are there, but for the one by which they are seen."""
    proxy = Proxy(cluster.http[2])
    files = sorted((place.folder / "logs").rglob("PT1H.json"))
    copy = place.copy()
    through, direct = ["clickhouse://127.0.0.1:%d/death?copy=%s" % (port, copy) for port in (proxy.port, cluster.http[2])]
    place.run("import", *files[: len(files) // 2], "--db", direct)
    place.run("report", "--db", direct, "--day", DAY, "--out", "death")
    asked = ["SELECT * FROM death.%s ORDER BY 1, 2, 3, 4, 5" % view for view in [*DAY_VIEWS, "drops"]]
    before = [answer(cluster, 2, query) for query in asked]
    place.run("import", *files, "--db", direct)
    proxy.stop = "INSERT INTO death.day_edition"
    process = place.start("report", "--db", through, "--day", DAY, "--out", "death")
    reached = proxy.stopped.wait(120)
    process.kill()
    process.communicate()
    rows = cluster.ask(2, "SELECT uniqExact(edition) FROM death.device_day").strip()
    report.check("a machine that dies before the last row: everybody sees the day as before",
                 reached and rows == "2" and before == [answer(cluster, 2, query) for query in asked] and before[2], (reached, rows))
    again = place.run("report", "--db", direct, "--day", DAY, "--out", "death")
    different = differences(cluster, 2, "death", place.folder / copy, DAY_VIEWS)
    report.check("the next run of it: the day as it is", again.returncode in (0, 1) and not different
                 and before != [answer(cluster, 2, query) for query in asked], (again.stderr, different))
    proxy.close()


def check_size(cluster, report):
    bytes_, rows = 0, 0
    for node in (1, 2, 3, 4):
        # In 18.16 only the leader merges on demand.
        if cluster.ask(node, "SELECT is_leader FROM system.replicas WHERE database = 'fleet' AND table = 'event_local'").strip() == "1":
            for partition in cluster.ask(node, "SELECT DISTINCT partition FROM system.parts WHERE database = 'fleet' AND table = 'event_local' AND active").split():
                cluster.ask(node, "OPTIMIZE TABLE fleet.event_local PARTITION %s FINAL" % partition)
    time.sleep(2)
    for node in (1, 3):
        size, count = cluster.ask(node, "SELECT sum(bytes_on_disk), sum(rows) FROM system.parts WHERE database = 'fleet' AND table = 'event_local' AND active").split()
        bytes_ += int(size)
        rows += int(count)
    report.check("%.2f bytes a record after merges (%d records), 10 at most" % (bytes_ / rows, rows), bytes_ / rows <= 10)


def check_refusals(place, cluster, report):
    shutil.copy(next((place.folder / "logs").rglob("PT1H.json")), place.folder / "new.json")
    address = cluster.address("fleet", copy=place.copy())
    for words, credentials, command in [
        ("a wrong password", {"password": "wrong-password"}, ["import", "logs"]),
        ("a wrong password, for a report", {"password": "wrong-password"}, ["report", "--day", DAY, "--out", "x"]),
        ("a user who may only read, for an import", {"user": READER, "password": READER_PASSWORD}, ["import", "new.json"]),
    ]:
        result = place.run(*command, "--db", address, **credentials)
        report.check("%s: one sentence, 78" % words, result.returncode == 78 and is_one_sentence(result), (result.returncode, result.stderr))
        report.note(result.stderr.strip()[:160])
    proxy = Proxy(cluster.http[1])
    through = "clickhouse://127.0.0.1:%d,127.0.0.1:%d/fleet?cluster=fleet&copy=%s" % (proxy.port, cluster.http[3], place.copy())
    for cut in (10, 400, 20_000, 60_000):
        proxy.cut = cut
        result = place.run("report", "--db", through, "--day", DAY, "--out", "cut")
        report.check("HTTP that ends after %d bytes: one sentence, 75, no report" % cut,
                     result.returncode == 75 and is_one_sentence(result) and not (place.folder / "cut" / DAY).exists(), (result.returncode, result.stderr))
    report.note(result.stderr.strip()[:160])
    proxy.close()
    missing = place.run("report", "--db", cluster.address("nothing", copy=place.copy()), "--day", DAY, "--out", "x")
    report.check("a database that is not there: one sentence", missing.returncode in (66, 75) and is_one_sentence(missing), (missing.returncode, missing.stderr))
    away = place.run("report", "--db", "clickhouse://127.0.0.1:1/fleet?copy=away.sqlite", "--day", DAY, "--out", "x")
    report.check("no server at all: one sentence, 75", away.returncode == 75 and is_one_sentence(away), (away.returncode, away.stderr))


def check_shards(place, cluster, report):
    """A replica of each shard down: everything goes on. Both of one: nothing is reported."""
    for node in (1, 3):
        cluster.kill(node)
    result = place.run("report", "--db", cluster.address("fleet", copy=place.copy()), "--day", DAY, "--out", "half")
    report.check("a replica of each shard down: the same report",
                 result.returncode in (0, 1) and place.file("half", DAY, "report.json") == place.file("s", DAY, "report.json"), result.stderr)
    cluster.kill(4)
    for what, copy in (("an empty copy", place.copy()), ("a copy that has everything", "copy5.sqlite")):
        result = place.run("report", "--db", cluster.address("fleet", copy=copy), "--day", DAY, "--out", "none")
        report.check("both replicas of a shard down, %s: 75, one sentence, no report" % what,
                     result.returncode == 75 and is_one_sentence(result) and not (place.folder / "none" / DAY).exists(), (result.returncode, result.stderr))
    report.note(result.stderr.strip()[:300])
    for node in (1, 3, 4):
        cluster.start(node)


def check_gate(place, cluster, report, expected):
    """A replica that lacks rows which an import was told are safe, and the only one that has them gone: made on purpose."""
    nodes = [1, 2, 3, 4]
    files = sorted((place.folder / "logs").rglob("PT1H.json"))
    place.run("import", *files[: len(files) // 2], "--db", cluster.address("gate", copy=place.copy()))
    for table in ("event", "file", "hour_count", "fact", "unreadable", "hub_resource"):
        for node in (1, 3):
            cluster.ask(node, "SYSTEM STOP FETCHES gate.%s_local" % table)
    # Rows go to the replicas that fetch no more from the others' side: to 2 and 4 alone.
    for node in (1, 3):
        cluster.kill(node)
    result = place.run("import", "logs", "--db", cluster.address("gate", [2, 4], place.copy()))
    report.check("an import with one replica of each shard", result.returncode in (0, 1), result.stderr)
    for node in (2, 4):
        cluster.kill(node)
    for node in (1, 3):
        cluster.start(node)
    result = place.run("report", "--db", cluster.address("gate", nodes, place.copy()), "--day", DAY, "--out", "gate")
    rows = int(cluster.ask(1, "SELECT count() FROM gate.event"))
    report.check("replicas that lack rows, and their sources gone: 75, no report (they would give %d rows)" % rows,
                 result.returncode == 75 and is_one_sentence(result) and not (place.folder / "gate" / DAY).exists(), (result.returncode, result.stderr))
    report.note(result.stderr.strip()[:300])
    for node in (2, 4):
        cluster.start(node)
    exported = place.run("export", "counts", "--db", cluster.address("gate", nodes, place.copy()))
    report.check("when they are back: every record", exported.returncode == 0 and exported.stdout.encode() == expected, (exported.returncode, exported.stderr))


def check_kills(place, cluster, report, expected, series, seed):
    """Writers and servers are killed while logs come in; a report is asked for at once after the last import."""
    generator = random.Random(seed)
    shutil.copy(next((place.folder / "logs").rglob("PT1H.json")), place.folder / "new.json")
    exact, later, wrong, writers, servers = 0, 0, [], 0, 0
    for number in range(series):
        database = "kills%d" % number
        # A server of 18.16 that is killed while it makes a table may not start again.
        place.run("import", "new.json", "--db", cluster.address(database, copy=place.copy()))
        down = set()
        for _ in range(generator.randint(3, 6)):
            nodes = generator.sample([1, 2, 3, 4], 4)
            writer = place.start("import", generator.choice(["logs", "again"]), "--db", cluster.address(database, nodes, place.copy()))
            time.sleep(generator.uniform(0.02, 2.0))
            if generator.random() < 0.6:
                if down and generator.random() < 0.5:
                    node = generator.choice(sorted(down))
                    cluster.start(node)
                    down.discard(node)
                else:
                    node = generator.choice([1, 2, 3, 4])
                    # One replica of a shard stays, or nobody can write.
                    if node not in down and {1: 2, 2: 1, 3: 4, 4: 3}[node] not in down:
                        cluster.kill(node)
                        down.add(node)
                        servers += 1
                time.sleep(generator.uniform(0, 0.8))
            if writer.poll() is None and generator.random() < 0.8:
                writer.kill()
                writers += 1
            writer.communicate()
        if generator.random() < 0.5:
            for node in sorted(down):
                cluster.start(node)
            down = set()
        last = place.run("import", "logs", "--db", cluster.address(database, copy=place.copy()))
        if last.returncode not in (0, 1, 75):
            wrong.append(("import", number, last.returncode, last.stderr))
        if last.returncode in (0, 1) and generator.random() < 0.5:
            # Now the one that took the rows may be gone.
            node = generator.choice([1, 2, 3, 4])
            if {1: 2, 2: 1, 3: 4, 4: 3}[node] not in down and node not in down:
                cluster.kill(node)
                down.add(node)
                servers += 1
        exported = place.run("export", "counts", "--db", cluster.address(database, copy=place.copy()))
        if exported.returncode == 75:
            later += 1
        elif exported.returncode == 0 and exported.stdout.encode() == expected and last.returncode in (0, 1):
            exact += 1
        elif last.returncode in (0, 1):
            wrong.append(("at once", number, exported.returncode, len(exported.stdout), exported.stderr))
        for node in sorted(down):
            cluster.start(node)
        if last.returncode == 75:
            place.run("import", "logs", "--db", cluster.address(database, copy=place.copy()))
        for _ in range(10):
            exported = place.run("export", "counts", "--db", cluster.address(database, copy=place.copy()))
            if exported.returncode != 75:
                break
            time.sleep(1)
        if exported.returncode != 0 or exported.stdout.encode() != expected:
            wrong.append(("in the end", number, exported.returncode, len(exported.stdout), exported.stderr))
        for node in (1, 2, 3, 4):
            try:
                cluster.ask(node, "DROP DATABASE %s" % database)
            except RuntimeError:
                # 18.16 refuses where a kill has left files of its own behind.
                pass
    report.check("%d series of kills (%d writers, %d servers, seed %d): %d exact at once, %d said 75, none short, all exact in the end"
                 % (series, writers, servers, seed, exact, later), not wrong and exact + later > 0, wrong[:3])


def check_hostile(place, cluster, report):
    import hostile_day
    folder = place.folder / "hostile"
    folder.mkdir()
    day = sorted(hostile_day.records(), key=lambda record: record["time"])
    (folder / "PT1H.json").write_text("\n".join(json.dumps(record, ensure_ascii=n % 3 == 0) for n, record in enumerate(day)) + "\n",
                                      encoding="utf-8", errors="surrogatepass")
    results = [place.run("run", "--logs", "hostile", "--db", database, "--day", DAY, "--out", name)
               for name, database in (("hs", "hs.sqlite"), ("hc", cluster.address("hostile", copy=place.copy())))]
    same = [file for file in REPORT if place.file("hs", DAY, file) != place.file("hc", DAY, file)]
    report.check("a day of hostile names: the same as from SQLite", not same and results[0].returncode == results[1].returncode,
                 (same, results[1].stderr))
    different = differences(cluster, 1, "hostile", place.folder / ("copy%d.sqlite" % place.copies))
    report.check("and its names are in the views byte for byte", not different, different)


def check_prune(place, cluster, report):
    """Old days go on every replica, and another machine takes them for pruned and not for lost."""
    copies = [place.copy(), place.copy()]
    old = cluster.address("fleet", copy=copies[0])
    before = place.run("report", "--db", cluster.address("fleet", copy=copies[1]), "--day", DAY, "--out", "p1")
    # The days of the logs are long past: whatever is kept, they go.
    pruned = place.run("prune", "--db", old, "--keep-events", "2d", "--keep-counts", "4000d")
    for _ in range(50):
        # The replicas that were not asked follow.
        left = sum(int(cluster.ask(node, "SELECT sum(rows) FROM system.parts WHERE active AND database = 'fleet' AND table = 'event_local'") or 0)
                   for node in (1, 2, 3, 4))
        if left == 0:
            break
        time.sleep(0.2)
    report.check("prune drops the days on the servers", pruned.returncode == 0 and left == 0, (pruned.stderr, left))
    for copy in copies:
        result = place.run("export", "drops", "--db", cluster.address("fleet", copy=copy), "--day", DAY)
        report.check("a copy that had them says that they were pruned", result.returncode == 65 and "pruned" in result.stderr, (result.returncode, result.stderr))
    again = place.run("import", "again", "--db", old)
    left = int(cluster.ask(1, "SELECT count() FROM fleet.event"))
    report.check("an import does not bring them back", again.returncode in (0, 1) and left == 0 and before.returncode in (0, 1), (again.stderr, left))
    tables = ("day_edition", "device_day", "drop_start", "day_drop")
    rows = lambda: [int(cluster.ask(1, "SELECT count() FROM fleet.%s" % table)) for table in tables]
    kept = rows()
    pruned = place.run("prune", "--db", old, "--keep-events", "2d", "--keep-counts", "3d")
    for _ in range(50):
        if not any(rows()):
            break
        time.sleep(0.2)
    report.check("daily results stay with the counts, and go with them", all(kept) and not any(rows()) and pruned.returncode == 0,
                 (kept, rows(), pruned.stderr))


def dashboard():
    """The queries of the dashboard, with what Grafana puts into them."""
    board = json.loads((HERE.parent.parent / "packaging" / "grafana" / "clickhouse.json").read_text())
    queries = [variable["query"] for variable in board["templating"]["list"] if variable["type"] == "query"]
    queries += [target["rawSql"] for panel in board["panels"] for target in panel["targets"]]
    for text, value in [("${table}", "plain.event"), ("${drops}", "plain.drops"), ("${zone}", "UTC"), ("${hub:singlequote}", "'pumps-weu','pumps-neu'"),
                        ("${__from}", "1773100800000"), ("${__to}", "1773187200000")]:
        queries = [query.replace(text, value) for query in queries]
    return [query + " FORMAT RowBinary" for query in queries]


def check_today(place, cluster, report):
    """Every statement that hubdrops sends, run by today's engine over the same rows: the same answers."""
    proxy = Proxy(cluster.http[2])
    address = "clickhouse://127.0.0.1:%d/plain?copy=%s" % (proxy.port, place.copy())
    results = [place.run("import", "logs", "again", "--db", address)]
    # While all rows are there; those that repeat are merged by the engine that asks.
    folder = place.folder / "today"
    folder.mkdir()
    results.append(place.run("report", "--db", address, "--day", DAY, "--out", "t"))
    report.check("one server without a cluster: the same report",
                 results[1].returncode in (0, 1) and place.file("t", DAY, "report.json") == place.file("s", DAY, "report.json"), [r.stderr for r in results])
    statements = list(dict.fromkeys(proxy.statements)) + dashboard() + view_statements("plain")
    report.check("every panel of the dashboard has an answer", all(cluster.bytes(2, query) for query in dashboard()))
    tables = {}
    for name in cluster.ask(2, "SHOW TABLES FROM plain").split():
        rows = cluster.ask(2, "DESCRIBE TABLE plain.%s" % name).splitlines()
        tables[name] = ", ".join(" ".join(row.split("\t")[:2]) for row in rows)
        (folder / (name + ".rows")).write_bytes(cluster.bytes(2, "SELECT * FROM plain.%s FORMAT RowBinary" % name))
    (folder / "tables.json").write_text(json.dumps(tables))
    (folder / "statements.json").write_text(json.dumps(statements))
    subprocess.run([sys.executable, str(HERE / "today.py"), str(folder)], check=True)
    answers = json.loads((folder / "answers.json").read_text())
    failed = [(statement, answer) for statement, answer in answers.items() if isinstance(answer, str)]
    report.check("today's engine takes all %d statements" % len(answers), not failed and len(answers) > 20, failed[:2])
    different, compared = [], 0
    for statement, answer in answers.items():
        # What the engine says of itself is its own.
        if statement.startswith("SELECT") and "system." not in statement and "version()" not in statement and not isinstance(answer, str):
            compared += 1
            old = cluster.bytes(2, statement.replace("FORMAT RowBinary", "FORMAT TabSeparated")).decode(errors="surrogateescape")
            if sorted(old.splitlines()) != answer:
                different.append(statement)
    report.check("and gives the same answers to the %d that ask for rows" % compared, not different and compared > 8, different[:2])
    pruned = place.run("prune", "--db", address, "--keep-events", "2d")
    report.check("one server without a cluster: prune", pruned.returncode == 0 and cluster.ask(2, "SELECT count() FROM plain.event").strip() == "0", pruned.stderr)
    proxy.close()


def check_secrets(place, cluster, report):
    secret = PASSWORD.encode()
    # The servers' configuration has it: they ask each other.
    logs = [path for name in ("*.log", "out") for path in cluster.folder.glob("n*/" + name)]
    found = [str(path) for path in [*place.folder.rglob("*"), *logs] if path.is_file() and secret in path.read_bytes()]
    report.check("the password is in nothing that is printed or written, nor in the servers' logs",
                 logs and not found and not any(PASSWORD in text for text in place.outputs), found)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hubdrops", type=os.path.abspath)
    parser.add_argument("generate", type=os.path.abspath)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--series", type=int, default=20)
    parser.add_argument("--seed", type=int, default=10)
    parser.add_argument("--devices", type=int, default=3000)
    parser.add_argument("--only", default="", help="names of parts, such as kills,gate; import and reports come first")
    options = parser.parse_args()
    report = Report()
    place = Place(options)
    wanted = lambda name: not options.only or name in options.only.split(",")
    try:
        with Cluster() as cluster:
            expected, address = check_import(place, cluster, report, options)
            check_reports(place, cluster, report, address)
            if wanted("views"):
                check_views(place, cluster, report)
                check_death(place, cluster, report)
            if wanted("size"):
                check_size(cluster, report)
            if wanted("refusals"):
                check_refusals(place, cluster, report)
                check_full(place, cluster, report)
            if wanted("https"):
                check_https(place, cluster, report, expected)
            if wanted("output"):
                check_output(place, cluster, report, (1024, 2048) if options.quick else (256, 1024, 1536, 2048, 3072, 4096))
            if wanted("shards"):
                check_shards(place, cluster, report)
            if wanted("gate"):
                check_gate(place, cluster, report, expected)
            if wanted("hostile"):
                check_hostile(place, cluster, report)
            if wanted("today"):
                check_today(place, cluster, report)
            if wanted("kills"):
                check_kills(place, cluster, report, expected, 3 if options.quick else options.series, options.seed)
            if wanted("prune"):
                check_prune(place, cluster, report)
            check_secrets(place, cluster, report)
    finally:
        shutil.rmtree(place.folder, ignore_errors=True)
    sys.exit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
