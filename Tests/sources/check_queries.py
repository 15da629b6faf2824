#!/usr/bin/env python3
"""Reads tables with the program, and compares with files: events, requests, what is said, what must not be said.

    check_queries.py HUBDROPS GENERATE [--quick] [--speed]

The queries run on an engine of another maker (`duckdb-kql serve`, which speaks the REST interface of Data Explorer), and on the
stand-ins of `Tests/loopback/azure.py`, whose answers Microsoft's own client reads first. `--speed` measures a large day on the
engine. Prints a line for each point; ends with 1 where one fails.
"""
import json, os, pathlib, shutil, socket, subprocess, sys, tempfile, time, urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import duckdb
from account import Report, arguments
from check_run import Place, make_days, measure, secrets_in

SERVER = pathlib.Path(__file__).parent.parent / "loopback" / "azure.py"
WORKSPACE = "00000000-1111-2222-3333-444444444444"
HUB_KEY = "YSBrZXkgb2YgYSBwb2xpY3kgb2Ygbm9ib2R5"
RESOURCE = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Devices/IotHubs/pumps-weu"


class Cloud:
    """The stand-ins with their folder, which goes at the end."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hubdrops-cloud-"))
        (self.folder / "logs").mkdir()
        self.process = subprocess.Popen([sys.executable, str(SERVER), str(self.folder)], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        self.host = "127.0.0.1:%d" % self.port
        self.identity = {"AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://" + self.host}
        self.tables = {"Log Analytics": "log-analytics://%s/%s" % (self.host, WORKSPACE), "Data Explorer": "adx://%s/fleet" % self.host}
        return self

    def __exit__(self, *reasons):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder)

    def set(self, **settings):
        (self.folder / "new.json").write_text(json.dumps(settings))
        os.replace(self.folder / "new.json", self.folder / "settings.json")

    def requests(self):
        path = self.folder / "requests.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def forget(self):
        (self.folder / "requests.jsonl").write_text("")

    def token(self, resource):
        request = urllib.request.Request("http://%s/metadata/identity/oauth2/token?resource=%s" % (self.host, resource), headers={"Metadata": "true"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["access_token"]


class Engine:
    """AzureDiagnostics in a database behind the REST interface of Data Explorer."""

    def __init__(self, folder, logs):
        self.folder = folder
        connection = duckdb.connect(str(folder / "fleet.duckdb"))
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("""
            CREATE TABLE AzureDiagnostics AS SELECT CAST(time AS TIMESTAMPTZ)::TIMESTAMP AS TimeGenerated, category AS Category,
              operationName AS OperationName, level AS Level, coalesce(resultType, '') AS ResultType,
              coalesce(resultDescription, '') AS ResultDescription, properties AS properties_s, 'MICROSOFT.DEVICES' AS ResourceProvider,
              lower(resourceId) AS _ResourceId
            FROM read_json(?, format = 'newline_delimited', hive_partitioning = false, columns = {time: 'VARCHAR', category: 'VARCHAR', operationName: 'VARCHAR',
              level: 'VARCHAR', resultType: 'VARCHAR', resultDescription: 'VARCHAR', properties: 'VARCHAR', resourceId: 'VARCHAR'})""",
            [str(logs / "**" / "*.json")])
        self.rows = connection.execute("SELECT count(*) FROM AzureDiagnostics").fetchone()[0]
        connection.close()

    def __enter__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        program = shutil.which("duckdb-kql", path=os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"])
        self.process = subprocess.Popen([program, "serve", str(self.folder / "fleet.duckdb"), "-p", str(self.port)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.address = "adx://127.0.0.1:%d/fleet" % self.port
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.1)
        sys.exit("duckdb-kql does not listen")

    def __exit__(self, *reasons):
        self.process.kill()
        self.process.wait()


def check_engine(place, cloud, engine, report, files):
    place.run("import", str(files), "--db", "files.sqlite")
    expected = place.events("files.sqlite")
    result = place.run("import", engine.address, "--db", "engine.sqlite", environment=cloud.identity)
    report.check("an engine of another maker understands the queries: %d events, as from files" % len(expected),
                 result.returncode == 0 and place.events("engine.sqlite") == expected and len(expected) > 1000, result.stderr)
    result = place.run("check", "--config", "table.yaml", environment=cloud.identity)
    report.check("check asks it", "records of the last day" in result.stdout, result.stdout)
    result = place.run("import", engine.address + "/Nothing", "--db", "none.sqlite", environment=cloud.identity)
    report.check("a table that is not there is named", result.returncode == 1 and "the query is refused" in result.stderr, result.stderr)
    return expected


def check_client(cloud, report):
    """Microsoft's own client reads what the stand-in answers, a partial answer too."""
    from azure.kusto.data import KustoClient, KustoConnectionStringBuilder

    builder = KustoConnectionStringBuilder.with_token_provider("http://" + cloud.host, lambda: cloud.token("https://kusto.kusto.windows.net"))
    with KustoClient(builder) as client:
        query = "AzureDiagnostics | project TimeGenerated, OperationName"
        rows = client.execute_query("fleet", query).primary_results[0]
        report.check("azure-kusto-data reads the stand-in: %d rows" % len(rows), len(rows) > 1000)
        cloud.set(rows=10)
        report.check("azure-kusto-data finds a partial answer wanting", client.execute_query("fleet", query).errors_count == 1)
        cloud.set()


def check_tables(place, cloud, report, expected):
    for number, (name, address) in enumerate(cloud.tables.items()):
        database = "t%d.sqlite" % number
        cloud.set(rows=200)
        cloud.forget()
        result = place.run("import", address, "--db", database, environment=cloud.identity)
        asked = sum("| project TimeGenerated," in r["query"] for r in cloud.requests())
        hours = place.value(database, "SELECT count(*) FROM files")
        report.check("%s, 200 rows an answer: %d queries for %d hours, events as from files" % (name, asked, hours),
                     result.returncode == 0 and asked > hours and place.events(database) == expected, result.stderr)
        cloud.forget()
        result = place.run("import", address, "--db", database, environment=cloud.identity)
        report.check("%s: a second run asks for no record" % name,
                     result.returncode == 0 and not any("| project TimeGenerated," in r["query"] for r in cloud.requests()), result.stderr)
        cloud.set(faults=[{"match": ">= datetime(2026-03-10T05", "how": "partial"}])
        result = place.run("import", address, "--db", "p" + database, environment=cloud.identity)
        report.check("%s: an hour that stays partial is named, and the others are read" % name,
                     result.returncode == 1 and "h=05" in result.stderr and place.value("p" + database, "SELECT count(*) FROM files") == hours - 1,
                     result.stderr)
        cloud.set(life=301)
        result = place.run("import", address, "--db", "p" + database, environment=cloud.identity)
        report.check("%s: the next run has it" % name, result.returncode == 0 and place.events("p" + database) == expected, result.stderr)
    cloud.set(faults=[{"match": "summarize", "status": 429, "fields": {"Retry-After": "2"}, "times": 2}])
    result = place.run("import", cloud.tables["Log Analytics"], "--db", "busy.sqlite", environment=cloud.identity)
    report.check("throttling is waited for", result.returncode == 0 and place.events("busy.sqlite") == expected, result.stderr)
    cloud.set()


def check_night(place, cloud, report, files):
    """One configuration, no other script: the report is that of files."""
    sample = pathlib.Path(__file__).parent.parent.parent / "SampleData"
    for name, file in [("devices", "registry"), ("metrics", "metrics"), ("health", "health")]:
        shutil.copy(sample / (file + ".json"), cloud.folder / (name + ".json"))
    (place.folder / "night.yaml").write_text("logs: %s\nregistry: http://%s\nmetrics: http://%s\nhealth: http://%s\n" % (
        cloud.tables["Log Analytics"], cloud.host, cloud.host + RESOURCE, cloud.host + RESOURCE))
    arguments = ["--day", "2026-03-10", "--out"]
    environment = {**cloud.identity, "IOTHUB_CONNECTION_STRING": "HostName=127.0.0.1;SharedAccessKeyName=reader;SharedAccessKey=" + HUB_KEY}
    cloud.set(page=70, faults=[{"match": ">= datetime(2026-03-10T05", "status": 403, "code": "InsufficientAccessError"}])
    words = ["run", "--config", "night.yaml", "--db", "n.sqlite", *arguments, "n"]
    process = subprocess.Popen([place.hubdrops, *words], cwd=place.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, **environment})
    seen = []
    while process.poll() is None:
        try:
            seen.append(pathlib.Path("/proc/%d/cmdline" % process.pid).read_bytes())
        except OSError:
            break
        time.sleep(0.02)
    texts = list(zip(("output", "errors"), process.communicate()))
    report.check("an hour that may not be read is named", "h=05" in texts[1][1] and "Log Analytics Reader" in texts[1][1], texts[1][1])
    cloud.set(page=70)
    again = place.run(*words, environment=environment)
    options = [word for name in ("registry", "metrics", "health") for word in ("--" + name, str(sample / (name + ".json")))]
    place.run("run", "--logs", str(files), "--db", "f.sqlite", *arguments, "f", *options)
    drops = [(place.folder / name / "2026-03-10" / "drops.csv").read_bytes() for name in ("n", "f")]
    report.check("drops.csv is the same from addresses and from files", drops[0] == drops[1] and len(drops[0]) > 1000, again.stderr)
    checked = place.run("check", "--config", "night.yaml", environment=environment)
    report.check("check asks each of them", checked.returncode == 0 and checked.stdout.count("; read") == 3, checked.stdout)
    texts += [("again", again.stdout + again.stderr), ("check", checked.stdout + checked.stderr)]
    found = [name for secret in ("TOKENOFNOBODY", HUB_KEY, "sig=") for name in secrets_in(place, texts, secret) if "night.yaml" not in name]
    found += [line for line in seen if HUB_KEY.encode() in line or b"TOKEN" in line]
    report.check("no token, key or signature is in anything that is printed, written or shown", len(seen) > 3 and not found, found)


def check_speed(place, cloud, report, generate, devices=45_000):
    files = place.folder / "large"
    make_days(generate, files, devices)
    with Engine(place.folder, files) as engine:
        read = measure(place, ["import", str(files), "--db", "sf.sqlite"], cloud.identity)
        asked = measure(place, ["import", engine.address, "--db", "sq.sqlite"], cloud.identity)
        print("       %d records: files %.2f s (CPU %.2f), peak %.0f MiB; queries %.2f s (CPU %.2f, %.1f times), peak %.0f MiB"
              % (engine.rows, *read, asked[0], asked[1], asked[1] / read[1], asked[2]))
        report.check("the events are those of the files", place.events("sq.sqlite") == place.events("sf.sqlite"))


def main():
    options = arguments()
    report = Report()
    place = Place(options.hubdrops)
    try:
        with Cloud() as cloud:
            if options.speed:
                check_speed(place, cloud, report, options.generate)
                report.end()
            files = cloud.folder / "logs"
            make_days(options.generate, files, 40 if options.quick else 150)
            with Engine(place.folder, files) as engine:
                (place.folder / "table.yaml").write_text("logs: %s\n" % engine.address)
                expected = check_engine(place, cloud, engine, report, files)
            check_client(cloud, report)
            check_tables(place, cloud, report, expected)
            check_night(place, cloud, report, files)
    finally:
        shutil.rmtree(place.folder)
    report.end()


if __name__ == "__main__":
    main()
