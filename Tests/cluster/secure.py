"""The servers' own HTTPS, and servers that are not to be trusted."""
import datetime

import trustme

from cluster import PASSWORD
from place import DAY, REPORT, is_one_sentence
from proxy import Ear


def check_https(place, cluster, report, expected):
    """The servers' own HTTPS, and certificates that are not to be trusted."""
    trust = str(cluster.folder / "ca.pem")
    address = cluster.address("secure", copy=place.copy(), secure=True)
    refused = place.run("import", "logs", "--db", address)
    report.check("HTTPS to servers of an unknown authority: one sentence that says what to do, 78, no database made",
                 refused.returncode == 78 and is_one_sentence(refused) and "CURL_CA_BUNDLE" in refused.stderr
                 and "secure" not in cluster.ask(1, "SHOW DATABASES").split(), (refused.returncode, refused.stderr))
    report.note(refused.stderr.strip()[:200])
    imported = place.run("import", "logs", "again", "--db", address, CURL_CA_BUNDLE=trust)
    reported = place.run("report", "--db", address, "--day", DAY, "--out", "https", SSL_CERT_FILE=trust)
    different = [file for file in REPORT
                 if reported.returncode not in (0, 1) or place.file("https", DAY, file) != place.file("s", DAY, file)]
    report.check("over HTTPS to all four an import and the same report as from SQLite",
                 imported.returncode in (0, 1) and not different, (different, imported.stderr, reported.stderr))
    exported = place.run("export", "counts", "--db", cluster.address("secure", copy=place.copy()))
    report.check("and over HTTP what was sent over HTTPS", exported.stdout.encode() == expected, exported.stderr)
    yesterday = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=1)
    issue = cluster.authority.issue_cert
    for words, certificate, is_trusted in [
        ("a good certificate", issue("127.0.0.1"), True),
        ("a certificate of another authority", trustme.CA().issue_cert("127.0.0.1"), False),
        ("a certificate for another host", issue("clickhouse.example", "127.0.0.2"), False),
        ("a certificate that has ended",
         issue("127.0.0.1", not_before=yesterday - datetime.timedelta(days=9), not_after=yesterday), False),
    ]:
        ear = Ear(certificate)
        address = "clickhouses://127.0.0.1:%d/fleet?copy=%s" % (ear.port, place.copy())
        result = place.run("import", "logs", "--db", address, CURL_CA_BUNDLE=trust)
        ear.close()
        found = (ear.calls, ear.heard[:200], result.returncode, result.stderr)
        if is_trusted:
            # Or that others send nothing would say nothing.
            report.check("%s: the password is sent; a server that then hangs up is one sentence, 75" % words,
                         PASSWORD.encode() in ear.heard and result.returncode == 75 and is_one_sentence(result), found)
        else:
            report.check("%s: one sentence, 78, nothing is sent" % words,
                         ear.calls > 0 and not ear.heard and result.returncode == 78 and is_one_sentence(result), found)
    deaf = Ear()
    others = cluster.address("secure", [2, 3, 4], place.copy(), secure=True)
    address = others.replace("://", "://127.0.0.1:%d," % deaf.port)
    imported = place.run("import", "logs", "--db", address, CURL_CA_BUNDLE=trust)
    reported = place.run("report", "--db", address, "--day", DAY, "--out", "https", CURL_CA_BUNDLE=trust)
    deaf.close()
    report.check("a host that hangs up before TLS comes about, as a balancer without a server does: the others do",
                 deaf.calls > 0 and imported.returncode in (0, 1) and reported.returncode in (0, 1)
                 and place.file("https", DAY, "drops.csv") == place.file("s", DAY, "drops.csv"),
                 (deaf.calls, imported.stderr, reported.stderr))
    for words, scheme, port in [("HTTP to a port of HTTPS", "clickhouse", cluster.https[1]),
                                ("HTTPS to a port of HTTP", "clickhouses", cluster.http[1])]:
        result = place.run("import", "logs", "--db", "%s://127.0.0.1:%d/fleet?copy=%s" % (scheme, port, place.copy()),
                           CURL_CA_BUNDLE=trust)
        report.check("%s: one sentence, 75" % words, result.returncode == 75 and is_one_sentence(result),
                     (result.returncode, result.stderr))
        report.note(result.stderr.strip()[:200])
