#!/usr/bin/env python3
"""Services of Azure for tests, on 127.0.0.1: Log Analytics, Data Explorer, a hub's registry, metrics and health.

    azure.py FOLDER

FOLDER/logs holds records as diagnostic settings write them (JSON Lines), which are the rows of AzureDiagnostics; when a file was
written is when they came in. FOLDER/devices.json is the registry's list, FOLDER/metrics.json and FOLDER/health.json are what is
answered of these. FOLDER/settings.json is read again whenever it changes:

    rows, bytes  most of an answer with records (500000, 64 MB); beyond that it is partial, as the services say it
    faults       list of {"match": part of a path or a query, "status", "code", "fields", "times", "how"}; `how` "short" leaves the
                 last row out without a word, "cut" closes in the middle, "partial" adds an error to whatever there is
    columns      the columns of the table (those of AzureDiagnostics)
    page         devices of a page (100)
    life         seconds that a token lasts (3600)

Who wants a token asks as in `blobs.py`; it opens only what it was asked for. Each request is a line of FOLDER/requests.jsonl.
The port is printed first. Queries are read as far as the program writes them; `check_queries.py` has an engine judge them.
"""
import base64, hashlib, hmac, http.server, json, re, time, urllib.parse

from service import folder, lock, serve, settings, state, token_life

HUB_KEY = base64.b64encode(b"a key of a policy of nobody").decode()
RESOURCES = {"logs": "https://api.loganalytics.io", "kusto": "https://kusto.kusto.windows.net", "hub": "https://iothubs.azure.net",
             "management": "https://management.azure.com"}
COLUMNS = ["TenantId", "TimeGenerated", "ResourceId", "Category", "ResourceGroup", "SubscriptionId", "ResourceProvider", "Resource",
           "ResourceType", "OperationName", "ResultType", "ResultDescription", "Level", "location_s", "properties_s", "SourceSystem",
           "Type", "_ResourceId"]


def iso(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def row(record, came):
    resource = record["resourceId"]
    return {"TimeGenerated": record["time"], "Category": record["category"], "OperationName": record["operationName"],
            "Level": record["level"], "ResultType": record.get("resultType", ""), "ResultDescription": record.get("resultDescription", ""),
            "properties_s": record["properties"], "ResourceProvider": "MICROSOFT.DEVICES", "ResourceType": "IOTHUBS",
            "Resource": resource.split("/")[-1], "ResourceId": resource, "_ResourceId": resource.lower(), "Type": "AzureDiagnostics",
            "came": came}


def rows():
    found = []
    for path in sorted((folder / "logs").rglob("*.json*")):
        came = iso(path.stat().st_mtime)
        found += [row(json.loads(line), came) for line in path.read_text().splitlines() if line]
    return found


class Refused(Exception):
    pass


def run(query, columns):
    """The columns and rows of a query: a table, then filters, then one of the three things that are asked for."""
    table, *steps = [part.strip() for part in query.split("|")]
    if table not in ("AzureDiagnostics", "['hub logs']"):
        raise Refused("SemanticError")
    if steps == ["getschema", "project ColumnName"]:
        return ["ColumnName"], [[name] for name in columns]
    kept = rows()
    for step in steps:
        if match := re.fullmatch(r'where (\w+) =~ "(.*)"', step):
            kept = [each for each in kept if each[match[1]].lower() == match[2].lower()]
        elif step.startswith("where "):
            spans = re.findall(r"(\w+) >= datetime\((\S+)\) and \1 < datetime\((\S+)\)", step)
            kept = [each for each in kept if any(start <= each[name] < end for name, start, end in spans)]
        elif match := re.fullmatch(r"summarize Records=count\(\), Ingested=max\(ingestion_time\(\)\) by Hour=bin\((\w+), 1h\)", step):
            hours = {}
            for each in kept:
                hour = each[match[1]][:13] + ":00:00Z"
                count, came = hours.get(hour, (0, ""))
                hours[hour] = (count + 1, max(came, each["came"]))
            kept = [{"Hour": hour, "Records": count, "Ingested": came} for hour, (count, came) in hours.items()]
        elif step.startswith("project "):
            names = [name.strip() for name in step[8:].split(",")]
            if any(name not in columns + ["Hour", "Records", "Ingested"] for name in names):
                raise Refused("SemanticError")
            return names, [[each.get(name, "") for name in names] for each in kept]
        else:
            raise Refused("SyntaxError")
    raise Refused("SyntaxError")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def end(self, status, body, fields=(), cut=False):
        data = body if isinstance(body, bytes) else json.dumps(body, separators=(",", ":")).encode()
        line = {"method": self.command, "path": self.path, "status": status, "bytes": len(data), "query": self.query,
                "opened": self.opened, "connection": self.client_address[1]}
        with lock, open(folder / "requests.jsonl", "a") as file:
            file.write(json.dumps(line) + "\n")
        self.send_response(status)
        for name, value in dict(fields).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[:len(data) // 2] if cut else data)
        self.close_connection |= cut

    def refuse(self, status, code, fields=()):
        # As Azure does, it quotes what was sent.
        words = "%s %s %s" % (code, self.path, self.headers.get("Authorization", ""))
        self.end(status, {"error": {"code": "BadArgumentError", "message": words, "innererror": {"code": code, "message": words}}}, fields)

    def give_token(self, resource, more):
        with lock:
            token = "TOKENOFNOBODY%d" % len(state["tokens"])
            state["tokens"][token] = (resource.rstrip("/"), time.time() + token_life())
        self.opened = "token"
        self.end(200, {"access_token": token, "token_type": "Bearer", **more})

    def fault(self, config):
        for number, fault in enumerate(config.get("faults", [])):
            if fault["match"] in self.path or fault["match"] in self.query:
                with lock:
                    used = state["used"][number] = state["used"].get(number, 0) + 1
                if used <= fault.get("times", 1 << 30):
                    return fault
        return {}

    def is_open(self, kind):
        text = self.headers.get("Authorization", "")
        resource, ends = state["tokens"].get(text[7:], ("", 0))
        if text.startswith("Bearer ") and resource == RESOURCES[kind] and ends > time.time():
            self.opened = "token"
            return True
        return kind == "hub" and self.is_signed(text)

    def is_signed(self, text):
        """The token of a policy ("Control access to IoT Hub with shared access signatures")."""
        parts = dict(part.split("=", 1) for part in text.removeprefix("SharedAccessSignature ").split("&") if "=" in part)
        if set(parts) != {"sr", "sig", "se", "skn"} or parts["skn"] != "reader" or int(parts["se"]) < time.time():
            return False
        signed = hmac.new(base64.b64decode(HUB_KEY), (parts["sr"] + "\n" + parts["se"]).encode(), hashlib.sha256).digest()
        self.opened = "signature"
        return hmac.compare_digest(urllib.parse.unquote(parts["sig"]), base64.b64encode(signed).decode())

    def handle_request(self):
        self.opened, self.query = "nothing", ""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        url = urllib.parse.urlsplit(self.path)
        asked = urllib.parse.parse_qs(url.query)
        config = settings()
        if url.path == "/metadata/identity/oauth2/token":
            return self.give_token(asked["resource"][0], {"expires_on": str(int(time.time() + token_life()))})
        if url.path.endswith("/oauth2/v2.0/token"):
            scope = urllib.parse.parse_qs(body)["scope"][0]
            return self.give_token(scope.removesuffix("/.default"), {"expires_in": token_life()})
        if match := re.fullmatch(r"/v1/workspaces/([0-9a-f-]{36})/query", url.path):
            kind, self.query = "logs", json.loads(body)["query"]
        elif url.path == "/v2/rest/query":
            kind, self.query = "kusto", json.loads(body)["csl"]
        elif url.path == "/devices/query":
            kind, self.query = "hub", json.loads(body)["query"]
        elif url.path.startswith("/subscriptions/"):
            kind = "management"
        else:
            return self.refuse(404, "PathNotFoundError")
        fault = self.fault(config)
        if "status" in fault:
            return self.refuse(fault["status"], fault.get("code", "None"), fault.get("fields", {}))
        if not self.is_open(kind):
            return self.refuse(401, "InvalidTokenError")
        {"logs": self.answer, "kusto": self.answer, "hub": self.devices, "management": self.manage}[kind](config, fault, asked, kind)

    do_GET = do_POST = handle_request

    def answer(self, config, fault, asked, kind):
        try:
            names, values = run(self.query, config.get("columns", COLUMNS))
        except Refused as problem:
            return self.refuse(400, str(problem))
        most = 500_000 if "summarize" in self.query else config.get("rows", 500_000)
        is_partial = len(values) > most or fault.get("how") == "partial"
        values = values[:most - (len(values) > most)]
        if len(json.dumps(values)) > config.get("bytes", 64 << 20):
            values, is_partial = values[:len(values) // 2], True
        if fault.get("how") == "short":
            values = values[:-1]
        self.end(200, (tables if kind == "logs" else frames)(names, values, is_partial), cut=fault.get("how") == "cut")

    def devices(self, config, fault, asked, kind):
        everything = json.loads((folder / "devices.json").read_text())
        start = int(self.headers.get("x-ms-continuation") or 0)
        size = min(config.get("page", 100), int(self.headers.get("x-ms-max-item-count") or 100))
        more = {"x-ms-continuation": str(start + size)} if start + size < len(everything) else {}
        self.end(200, everything[start:start + size], {"x-ms-item-type": "Twin", **more}, cut=fault.get("how") == "cut")

    def manage(self, config, fault, asked, kind):
        is_health = "/providers/Microsoft.ResourceHealth/availabilityStatuses" in self.path
        wanted = {"api-version"} if is_health else {"api-version", "timespan", "interval", "aggregation", "metricnames"}
        if set(asked) != wanted:
            return self.refuse(400, "BadRequest")
        self.end(200, (folder / ("health.json" if is_health else "metrics.json")).read_bytes())


def error():
    words = "Query execution has exceeded the allowed limits (80DA0003)"
    return {"code": "LimitsExceeded", "message": words, "@type": "Kusto.Data.Exceptions.KustoServicePartialQueryFailureLimitsExceededException"}


def tables(names, values, is_partial):
    types = [{"name": name, "type": "datetime" if name in ("TimeGenerated", "Hour", "Ingested") else "string"} for name in names]
    answer = {"tables": [{"name": "PrimaryResult", "columns": types, "rows": values}]}
    if is_partial:
        answer["error"] = {"code": "PartialError", "message": "There were some errors when processing your query.", "details": [error()]}
    return answer


def frames(names, values, is_partial):
    columns = [{"ColumnName": name, "ColumnType": "string"} for name in names]
    completion = {"FrameType": "DataSetCompletion", "HasErrors": is_partial, "Cancelled": False}
    if is_partial:
        completion["OneApiErrors"] = [{"error": error()}]
    return [
        {"FrameType": "DataSetHeader", "IsProgressive": False, "Version": "v2.0"},
        {"FrameType": "DataTable", "TableId": 0, "TableKind": "QueryProperties", "TableName": "@ExtendedProperties",
         "Columns": [{"ColumnName": "TableId", "ColumnType": "int"}], "Rows": [[1]]},
        {"FrameType": "DataTable", "TableId": 1, "TableKind": "PrimaryResult", "TableName": "PrimaryResult", "Columns": columns,
         "Rows": values},
        {"FrameType": "DataTable", "TableId": 2, "TableKind": "QueryCompletionInformation", "TableName": "QueryCompletionInformation",
         "Columns": [{"ColumnName": "ClientRequestId", "ColumnType": "string"}, {"ColumnName": "Level", "ColumnType": "int"},
                     {"ColumnName": "LevelName", "ColumnType": "string"}, {"ColumnName": "Payload", "ColumnType": "string"}],
         "Rows": [["", 2, "Error", json.dumps(error())] if is_partial else ["", 4, "Info", "{}"]]},
        completion]


serve(Handler)
