#!/usr/bin/env python3
"""A storage account for tests, on 127.0.0.1: containers are folders, blobs are files, and access is checked as Azure does.

    blobs.py FOLDER

FOLDER/blobs holds a folder for each container. FOLDER/settings.json is read again whenever it changes:

    every    of all requests for blobs each so-manieth is answered `status` (503) with `fields`; 0 for none
    faults   list of {"match": part of a path, "status", "code", "how", "times"}; `how` "stall" sends half of the body and then
             nothing, "cut" half of it and closes, "shrink" says that there is no such range
    signed   whether a signature, a key or a token is needed (true)
    page     most entries of a page of a list (5000)
    blocks   parts of paths: these are block blobs, all others are append blobs
    archived parts of paths: these are in the archive tier, which nobody can read from
    together requests for blobs that have to be under way at once before the first of them is answered (0)
    says     prints a line for each request before it is answered (false)
    latency  seconds before each answer (0);  rate   bytes a second of one connection (0 for no limit)
    life     seconds that a token of this server's own token endpoints lasts (3600)

The account is `acct`, its key KEY below. Who wants a token asks /metadata/identity/oauth2/token, /msi/token or
/TENANT/oauth2/v2.0/token as Azure's documentation says. Each request is a line of FOLDER/requests.jsonl: method, path, status,
bytes that were sent, how it was opened. The port is printed first.

`check_server.py` has clients of other makers judge it.
"""
import base64, calendar, hashlib, hmac, http.server, json, os, threading, time, urllib.parse
from email.utils import formatdate
from xml.sax.saxutils import escape

from service import folder, lock, serve, settings, state, token_life

ACCOUNT = "acct"
KEY = base64.b64encode(b"a key that is used by nobody else").decode()
under_way = threading.Condition(lock)
state.update(requests=0, asked=0)


def sign(text):
    return base64.b64encode(hmac.new(base64.b64decode(KEY), text.encode(), hashlib.sha256).digest()).decode()


def is_signed(query, container):
    """A service SAS of a container, in the form of version 2020-12-06 and later."""
    def value(name):
        return query.get(name, [""])[0]

    names = ["si", "sip", "spr", "sv", "sr", None, "ses", "rscc", "rscd", "rsce", "rscl", "rsct"]
    lines = [value("sp"), value("st"), value("se"), "/blob/%s/%s" % (ACCOUNT, container)]
    lines += ["" if name is None else value(name) for name in names]
    if not value("sig") or value("sr") != "c" or not hmac.compare_digest(sign("\n".join(lines)), value("sig")):
        return False
    return calendar.timegm(time.strptime(value("se"), "%Y-%m-%dT%H:%M:%SZ")) > time.time()


def has_key(handler, path, query):
    """Shared Key, in the form of version 2009-09-19 and later."""
    fields = handler.headers
    names = ["Content-Encoding", "Content-Language", "Content-Length", "Content-MD5", "Content-Type", "Date",
             "If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range"]
    lines = [handler.command] + [fields.get(name, "") for name in names]
    lines += sorted("%s:%s" % (name.lower(), value) for name, value in fields.items() if name.lower().startswith("x-ms-"))
    lines += ["/" + ACCOUNT + path]
    lines += ["%s:%s" % (name.lower(), ",".join(query[name])) for name in sorted(query, key=str.lower)]
    return hmac.compare_digest("SharedKey %s:%s" % (ACCOUNT, sign("\n".join(lines))), fields.get("Authorization", ""))


def etag(status):
    return "0x%X" % (status.st_mtime_ns ^ status.st_size)


def made(status):
    return formatdate(1767225600 + status.st_ino % 86400, usegmt=True)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def end(self, status, body=b"", fields=(), length=None):
        self.send_response(status)
        for name, value in dict(fields).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("x-ms-version", "2021-12-02")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.note(status, len(body))

    def note(self, status, count):
        line = json.dumps({"method": self.command, "path": self.path, "status": status, "bytes": count,
                           "range": self.headers.get("Range") or self.headers.get("x-ms-range"), "opened": self.opened,
                           "connection": self.client_address[1]})
        with lock, open(folder / "requests.jsonl", "a") as file:
            file.write(line + "\n")

    def refuse(self, status, code, fields=()):
        # As Azure does, it quotes what was sent.
        text = "%s %s %s" % (code, self.path, self.headers.get("Authorization", ""))
        body = '<?xml version="1.0" encoding="utf-8"?><Error><Code>%s</Code><Message>%s</Message></Error>' % (code, escape(text))
        self.end(status, body.encode(), {"x-ms-error-code": code, "Content-Type": "application/xml", **dict(fields)})

    def do_POST(self):
        self.opened = "token"
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        form = urllib.parse.parse_qs(body)
        is_known = form.get("client_secret") == ["a secret/of+nobody="] or form.get("client_assertion") == ["assertion.of.nobody"]
        if not self.path.endswith("/oauth2/v2.0/token") or form.get("scope") != ["https://storage.azure.com/.default"] or not is_known:
            text = {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret: " + body}
            return self.end(401, json.dumps(text).encode())
        self.give_token({"expires_in": settings().get("life", 3600)})

    def give_token(self, more):
        with lock:
            token = "TOKENOFNOBODY%d" % len(state["tokens"])
            state["tokens"][token] = time.time() + token_life()
        self.end(200, json.dumps({"access_token": token, "token_type": "Bearer", **more}).encode())

    def do_GET(self):
        self.opened = "nothing"
        url = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(url.query, keep_blank_values=True)
        config = settings()
        if url.path in ("/metadata/identity/oauth2/token", "/msi/token"):
            header = {"/msi/token": ("X-IDENTITY-HEADER", "HEADEROFNOBODY")}.get(url.path, ("Metadata", "true"))
            self.opened = "token"
            if self.headers.get(header[0]) != header[1] or query.get("resource") != ["https://storage.azure.com/"]:
                return self.end(400, b'{"error":"invalid_request"}')
            return self.give_token({"expires_on": str(int(time.time() + token_life()))})
        if self.opens(config, url, query):
            self.answer(config, url, query)

    do_HEAD = do_GET

    def opens(self, config, url, query):
        if config.get("says"):
            print("request", flush=True)
        time.sleep(config.get("latency", 0))
        parts = urllib.parse.unquote(url.path).split("/", 3)
        self.container, self.blob = (parts + ["", ""])[2:4]
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if is_signed(query, self.container):
            self.opened = "signature"
        elif self.headers.get("Authorization", "").startswith("SharedKey ") and has_key(self, url.path, query):
            self.opened = "key"
        elif token in state["tokens"]:
            self.opened = "token"
            if state["tokens"][token] <= time.time():
                self.refuse(401, "InvalidAuthenticationInfo")
                return False
        elif config.get("signed", True):
            self.refuse(403, "AuthenticationFailed")
            return False
        with lock:
            state["requests"] += 1
            is_turn = config.get("every") and state["requests"] % config["every"] == 0
        if is_turn:
            self.refuse(config.get("status", 503), "ServerBusy", config.get("fields", {}))
        return not is_turn

    def fault(self, config):
        for number, fault in enumerate(config.get("faults", [])):
            with lock:
                if fault["match"] in urllib.parse.unquote(self.path) and state["used"].get(number, 0) < fault.get("times", 1 << 30):
                    state["used"][number] = state["used"].get(number, 0) + 1
                    return fault
        return {}

    def answer(self, config, url, query):
        fault = self.fault(config)
        if "status" in fault:
            return self.refuse(fault["status"], fault.get("code", "Fault"), fault.get("fields", {}))
        base = folder / "blobs" / self.container
        if not base.is_dir():
            return self.refuse(404, "ContainerNotFound")
        if query.get("comp") == ["list"]:
            return self.list(config, base, query)
        with under_way:
            state["asked"] += 1
            under_way.notify_all()
            under_way.wait_for(lambda: state["asked"] >= config.get("together", 0))
        path = base / self.blob
        if not path.is_file():
            return self.refuse(404, "BlobNotFound")
        if any(part in self.blob for part in config.get("archived", [])):
            return self.refuse(409, "BlobArchived")
        status = path.stat()
        if self.headers.get("If-Match") not in (None, "*", '"%s"' % etag(status)):
            return self.refuse(412, "ConditionNotMet")
        kind = "BlockBlob" if any(part in self.blob for part in config.get("blocks", [])) else "AppendBlob"
        fields = {"ETag": '"%s"' % etag(status), "Accept-Ranges": "bytes", "x-ms-blob-type": kind, "x-ms-creation-time": made(status),
                  "Last-Modified": formatdate(status.st_mtime, usegmt=True), "Content-Type": "application/octet-stream"}
        wanted = self.headers.get("x-ms-range") or self.headers.get("Range")
        first, last = 0, status.st_size - 1
        if wanted:
            start, end = wanted.split("=")[1].split("-")
            first, last = int(start), min(int(end), last) if end else last
            if first >= status.st_size or fault.get("how") == "shrink":
                return self.refuse(416, "InvalidRange")
            fields["Content-Range"] = "bytes %d-%d/%d" % (first, last, status.st_size)
        self.send(config, fault, path, first, last - first + 1, 206 if wanted else 200, fields)

    def send(self, config, fault, path, first, count, code, fields):
        self.send_response(code)
        for name, value in fields.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(count))
        self.end_headers()
        if self.command == "HEAD":
            return self.note(code, 0)
        self.wfile.flush()
        whole = count if "how" not in fault else count // 2
        rate, start, sent = config.get("rate", 0), time.monotonic(), 0
        with open(path, "rb") as file:
            while sent < whole:
                step = os.sendfile(self.connection.fileno(), file.fileno(), first + sent, min(1 << 20 if rate else 1 << 30, whole - sent))
                if step == 0:
                    break
                sent += step
                if rate:
                    time.sleep(max(0, start + sent / rate - time.monotonic()))
        self.note(code, sent)
        if fault.get("how") == "stall":
            # Ends when the client goes away.
            self.rfile.read(1)
        self.close_connection |= "how" in fault

    def list(self, config, base, query):
        def value(name, default=""):
            return query.get(name, [default])[0]

        prefix, delimiter, marker = value("prefix"), value("delimiter"), value("marker")
        names = sorted(str(path.relative_to(base)) for path in base.rglob("*") if path.is_file())
        entries = []
        for name in names:
            if not name.startswith(prefix):
                continue
            at = name.find(delimiter, len(prefix)) if delimiter else -1
            entry = (name[:at + len(delimiter)], True) if at >= 0 else (name, False)
            if entry[0] > marker and (not entries or entries[-1] != entry):
                entries.append(entry)
        most = min(int(value("maxresults", "5000")), config.get("page", 5000))
        page = "".join(self.entry(config, base, *entry) for entry in entries[:most])
        after = entries[most - 1][0] if len(entries) > most else ""
        self.end(200, (
            '\ufeff<?xml version="1.0" encoding="utf-8"?><EnumerationResults ServiceEndpoint="http://127.0.0.1/%s/" ContainerName="%s">'
            "<Prefix>%s</Prefix><Blobs>%s</Blobs><NextMarker%s</EnumerationResults>" % (
                ACCOUNT, base.name, escape(prefix), page, ">%s</NextMarker>" % escape(after) if after else " />")).encode(),
            {"Content-Type": "application/xml"})

    def entry(self, config, base, name, is_prefix):
        if is_prefix:
            return "<BlobPrefix><Name>%s</Name></BlobPrefix>" % escape(name)
        status = (base / name).stat()
        kind = "BlockBlob" if any(part in name for part in config.get("blocks", [])) else "AppendBlob"
        tier = "Archive" if any(part in name for part in config.get("archived", [])) else "Hot"
        return (
            "<Blob><Name>%s</Name><Properties><Creation-Time>%s</Creation-Time><Last-Modified>%s</Last-Modified><Etag>%s</Etag>"
            "<Content-Length>%d</Content-Length><Content-Type>application/octet-stream</Content-Type><Content-Encoding />"
            "<BlobType>%s</BlobType><AccessTier>%s</AccessTier><LeaseStatus>unlocked</LeaseStatus></Properties><OrMetadata /></Blob>" % (
                escape(name), made(status), formatdate(status.st_mtime, usegmt=True), etag(status), status.st_size, kind, tier))


serve(Handler)
