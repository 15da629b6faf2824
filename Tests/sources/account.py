"""The storage account of the tests, for checks in Python."""
import argparse, datetime, json, os, pathlib, shutil, subprocess, sys, tempfile

from azure.storage.blob import ContainerSasPermissions, generate_container_sas

SERVER = pathlib.Path(__file__).parent.parent / "loopback" / "blobs.py"


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("hubdrops", type=os.path.abspath)
    parser.add_argument("generate", type=os.path.abspath)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--speed", action="store_true")
    return parser.parse_args()


class Account:
    """A server with its folder, which goes at the end."""
    key = "YSBrZXkgdGhhdCBpcyB1c2VkIGJ5IG5vYm9keSBlbHNl"

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hubdrops-account-"))
        (self.folder / "blobs" / "logs").mkdir(parents=True)
        self.process = subprocess.Popen([sys.executable, str(SERVER), str(self.folder)], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *reasons):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder)

    def url(self, prefix=""):
        return "http://127.0.0.1:%d/acct/logs%s" % (self.port, "/" + prefix if prefix else "")

    def sas(self, seconds=3600):
        ends = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
        return generate_container_sas("acct", "logs", self.key, permission=ContainerSasPermissions(read=True, list=True), expiry=ends)

    def set(self, **settings):
        path = self.folder / "new.json"
        path.write_text(json.dumps(settings))
        os.replace(path, self.folder / "settings.json")

    def path(self, name):
        return self.folder / "blobs" / "logs" / name

    def put(self, data, name):
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name("." + path.name).write_bytes(data)
        os.replace(path.with_name("." + path.name), path)

    def append(self, data, name):
        with open(self.path(name), "ab") as file:
            file.write(data)

    def blobs(self):
        return [path for path in self.path("").rglob("*") if path.is_file() and not path.name.startswith(".")]

    def count(self, part):
        return sum(part in str(path) for path in self.blobs())

    def requests(self):
        path = self.folder / "requests.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def forget(self):
        (self.folder / "requests.jsonl").write_text("")


class Report:
    """A line for each point that is checked."""

    def __init__(self):
        self.failed = 0

    def check(self, words, holds, detail=""):
        print(("ok     " if holds else "WRONG  ") + words + ("" if holds or not detail else ": " + str(detail)), flush=True)
        self.failed += not holds

    def end(self):
        sys.exit(1 if self.failed else 0)
