#!/usr/bin/env python3
"""Has clients of other makers judge the storage account of the tests: azure-storage-blob and rclone.

    check_server.py [--quick]

What they read by way of the server has to be what is on disk, and what they are refused has to be refused for the reason they
know; `--quick` leaves out rclone. Prints a line for each point; ends with 1 where one fails.
"""
import datetime, os, pathlib, shutil, subprocess, sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from account import Account, Report
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceModifiedError, ResourceNotFoundError
from azure.core import MatchConditions
from azure.storage.blob import ContainerClient

NAMES = ["resourceId=/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/H%d/y=2026/m=03/d=%02d/h=%02d/m=00/PT1H.json"
         % (hub, day, hour) for hub in (1, 2) for day in (9, 10) for hour in (0, 7, 23)] + ["odd name & <x>.json"]


def refusal(work, kind):
    try:
        work()
        return False
    except kind:
        return True


def main():
    report = Report()
    with Account() as account:
        texts = {name: (name + "\n").encode() * (1 + 3000 * (number % 2)) for number, name in enumerate(NAMES)}
        for name, text in texts.items():
            account.put(text, name)
        account.set(page=3)
        url = account.url()
        for words, client in [
            ("a SAS", ContainerClient.from_container_url(url + "?" + account.sas())),
            ("the account's key", ContainerClient.from_container_url(url, credential={"account_name": "acct", "account_key": account.key})),
        ]:
            blobs = list(client.list_blobs(results_per_page=5))
            report.check("%s: the list in pages has every blob and its size" % words,
                         {blob.name: blob.size for blob in blobs} == {name: len(text) for name, text in texts.items()})
            report.check("%s: every blob has its bytes" % words,
                         all(client.download_blob(name).readall() == text for name, text in texts.items()))
            report.check("%s: a range is that of the blob" % words,
                         client.download_blob(NAMES[1], offset=70000, length=40).readall() == texts[NAMES[1]][70000:70040])
            found = [item.name for item in client.walk_blobs(name_starts_with="resourceId=/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/"
                                                             "PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/", delimiter="/")]
            report.check("%s: folders come once each" % words, [name.split("/")[-2] for name in found] == ["H1", "H2"])
            tag = client.get_blob_client(NAMES[0]).get_blob_properties().etag
            report.check("%s: the tag of the list is the blob's" % words, blobs[[b.name for b in blobs].index(NAMES[0])].etag == tag.strip('"'))
            account.put(texts[NAMES[0]], NAMES[0])
            stale = lambda: client.get_blob_client(NAMES[0]).download_blob(etag=tag, match_condition=MatchConditions.IfNotModified)
            report.check("%s: another tag is refused with 412" % words, refusal(stale, ResourceModifiedError))
            report.check("%s: a range behind the end is refused with 416" % words,
                         refusal(lambda: client.download_blob(NAMES[0], offset=1 << 20, length=1), HttpResponseError))
            report.check("%s: a blob that is not there is refused with 404" % words,
                         refusal(lambda: client.download_blob("none"), ResourceNotFoundError))
        for words, query in [("changed", account.sas().replace("sp=rl", "sp=rwl")), ("over", account.sas(-1)), ("missing", "")]:
            client = ContainerClient.from_container_url(url + "?" + query, retry_total=0)
            kinds = (ClientAuthenticationError, HttpResponseError)
            report.check("a signature that is %s opens nothing" % words, refusal(lambda: list(client.list_blobs()), kinds))
        wrong = ContainerClient.from_container_url(url, credential={"account_name": "acct", "account_key": "d3Jvbmc="}, retry_total=0)
        report.check("another key opens nothing", refusal(lambda: list(wrong.list_blobs()), ClientAuthenticationError))

        if "--quick" in sys.argv:
            report.end()
        account.set(every=3)
        copy = account.folder / "copy"
        rclone = shutil.which("rclone", path=os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"])
        done = subprocess.run(
            [rclone, "sync", ":azureblob,sas_url='%s':" % (url + "?" + account.sas()) + "logs", str(copy), "--config", os.devnull,
             "--low-level-retries", "20"], capture_output=True, text=True)
        read = {str(path.relative_to(copy)): path.read_bytes() for path in copy.rglob("*") if path.is_file()}
        report.check("rclone copies all with every third request refused", done.returncode == 0 and read == texts, done.stderr[-300:])
    report.end()


if __name__ == "__main__":
    main()
