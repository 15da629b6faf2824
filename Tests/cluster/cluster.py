"""A ClickHouse cluster of Debian's on this machine's loopback: 2 shards with 2 replicas each, and ZooKeeper."""
import glob, hashlib, os, pathlib, shutil, signal, socket, subprocess, tempfile, time, urllib.error, urllib.request

import trustme

USER, PASSWORD = "hd", "pass-word-of-the-check"
READER, READER_PASSWORD = "analyst", "pass-word-of-analysts"


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Cluster:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hubdrops-cluster-"))
        # The fifth server stands alone, and is started by whoever wants it.
        ports = free_ports(21)
        self.zookeeper_port = ports[0]
        self.http = dict(zip(range(1, 6), ports[1:6]))
        self.tcp = dict(zip(range(1, 6), ports[6:11]))
        self.internal = dict(zip(range(1, 6), ports[11:16]))
        self.https = dict(zip(range(1, 6), ports[16:21]))
        self.nodes, self.zookeeper = {}, None
        self.authority = trustme.CA()
        self.authority.cert_pem.write_to_path(str(self.folder / "ca.pem"))
        certificate = self.authority.issue_cert("127.0.0.1")
        certificate.private_key_and_cert_chain_pem.write_to_path(str(self.folder / "server.pem"))

    def __enter__(self):
        self.start_zookeeper()
        for number in range(1, 5):
            self.configure(number)
            self.start(number)
        return self

    def __exit__(self, *_):
        for process in [*self.nodes.values(), self.zookeeper]:
            if process:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start_zookeeper(self):
        folder = self.folder / "zookeeper"
        folder.mkdir()
        (folder / "zoo.cfg").write_text(
            "tickTime=500\ndataDir=%s\nclientPort=%d\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n"
            "4lw.commands.whitelist=ruok\n" % (folder, self.zookeeper_port))
        jars = glob.glob("/usr/share/java/zookeeper.jar")
        with open(folder / "log", "w") as log:
            self.zookeeper = subprocess.Popen(
                ["java", "-Xmx256m", "-cp", jars[0], "org.apache.zookeeper.server.quorum.QuorumPeerMain", "zoo.cfg"],
                cwd=folder, stdout=log, stderr=log)
        for _ in range(200):
            try:
                with socket.create_connection(("127.0.0.1", self.zookeeper_port), 1) as line:
                    line.sendall(b"ruok")
                    if line.recv(4) == b"imok":
                        return
            except OSError:
                pass
            time.sleep(0.1)
        raise SystemExit("ZooKeeper does not start: %s" % (folder / "log").read_text()[-2000:])

    def configure(self, number):
        # A server refuses to start where half of a small table's parts changed just before it was killed, unless it is told
        # that it may ask the other replica.
        folder = self.folder / ("n%d" % number)
        for name in ("data", "tmp", "files", "schemas"):
            (folder / name).mkdir(parents=True, exist_ok=True)

        def replica(n):
            return ("<replica><host>127.0.0.1</host><port>%d</port><user>%s</user><password>%s</password></replica>"
                    % (self.tcp[n], USER, PASSWORD))
        shards = "".join("<shard><internal_replication>true</internal_replication>%s%s</shard>" % (replica(a), replica(b))
                         for a, b in ((1, 2), (3, 4)))
        (folder / "config.xml").write_text(f"""<yandex>
 <logger><level>warning</level><log>{folder}/server.log</log><errorlog>{folder}/errors.log</errorlog></logger>
 <http_port>{self.http[number]}</http_port><tcp_port>{self.tcp[number]}</tcp_port>
 <https_port>{self.https[number]}</https_port>
 <openSSL><server><certificateFile>{self.folder}/server.pem</certificateFile>
  <privateKeyFile>{self.folder}/server.pem</privateKeyFile><verificationMode>none</verificationMode></server></openSSL>
 <interserver_http_port>{self.internal[number]}</interserver_http_port><interserver_http_host>127.0.0.1</interserver_http_host>
 <listen_host>127.0.0.1</listen_host><path>{folder}/data/</path><tmp_path>{folder}/tmp/</tmp_path>
 <user_files_path>{folder}/files/</user_files_path><format_schema_path>{folder}/schemas/</format_schema_path>
 <users_config>users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
 <timezone>UTC</timezone><mark_cache_size>268435456</mark_cache_size><uncompressed_cache_size>0</uncompressed_cache_size>
 <remote_servers><fleet>{shards}</fleet></remote_servers>
 <zookeeper><node><host>127.0.0.1</host><port>{self.zookeeper_port}</port></node><session_timeout_ms>4000</session_timeout_ms></zookeeper>
 <distributed_ddl><path>/clickhouse/ddl</path></distributed_ddl>
 <merge_tree><replicated_max_ratio_of_wrong_parts>1</replicated_max_ratio_of_wrong_parts></merge_tree>
 <macros><shard>{1 if number < 3 else 2}</shard><replica>n{number}</replica></macros>
</yandex>""")

        def user(name, password, profile):
            digest = hashlib.sha256(password.encode()).hexdigest()
            return (f"<{name}><password_sha256_hex>{digest}</password_sha256_hex><networks><ip>127.0.0.1</ip></networks>"
                    f"<profile>{profile}</profile><quota>default</quota></{name}>")
        (folder / "users.xml").write_text(f"""<yandex>
 <profiles><default><max_memory_usage>4000000000</max_memory_usage><load_balancing>in_order</load_balancing></default>
 <readonly><readonly>1</readonly></readonly></profiles>
 <users>{user(USER, PASSWORD, "default")}{user(READER, READER_PASSWORD, "readonly")}</users><quotas><default/></quotas></yandex>""")

    def start(self, number):
        """A server that finds ZooKeeper not ready ends, so it is started again."""
        folder = self.folder / ("n%d" % number)
        for _ in range(5):
            with open(folder / "out", "w") as log:
                process = subprocess.Popen(["clickhouse-server", "--config-file=%s/config.xml" % folder], cwd=folder,
                                           stdout=log, stderr=log)
            self.nodes[number] = process
            for _ in range(800):
                if process.poll() is not None:
                    break
                if self.answers(number):
                    return
                time.sleep(0.05)
            process.kill()
            process.wait()
            time.sleep(0.5)
        words = [line for line in (folder / "errors.log").read_text().splitlines() if "displayText" in line]
        raise SystemExit("server %d does not start: %s" % (number, "\n".join(line[:400] for line in words[-3:])))

    def answers(self, number):
        try:
            return urllib.request.urlopen("http://127.0.0.1:%d/ping" % self.http[number], timeout=2).read() == b"Ok.\n"
        except OSError:
            return False

    def kill(self, number):
        self.nodes[number].send_signal(signal.SIGKILL)
        self.nodes[number].wait()
        self.nodes[number] = None

    def is_up(self, number):
        return self.nodes[number] is not None

    def ask(self, number, sql):
        return self.bytes(number, sql).decode()

    def bytes(self, number, sql, user=USER, password=PASSWORD):
        request = urllib.request.Request("http://127.0.0.1:%d/" % self.http[number], sql.encode(),
                                         {"X-ClickHouse-User": user, "X-ClickHouse-Key": password})
        try:
            return urllib.request.urlopen(request, timeout=600).read()
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()[:500])

    def address(self, database, nodes=(1, 2, 3, 4), copy=None, secure=False):
        ports = self.https if secure else self.http
        hosts = ",".join("127.0.0.1:%d" % ports[n] for n in nodes)
        return "%s://%s/%s?cluster=fleet%s" % ("clickhouses" if secure else "clickhouse", hosts, database,
                                               "&copy=%s" % copy if copy else "")

    def cpu(self):
        """Seconds of processor time that the servers took so far."""
        ticks = 0
        for process in self.nodes.values():
            if process:
                fields = pathlib.Path("/proc/%d/stat" % process.pid).read_text().rsplit(")", 1)[1].split()
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    with Cluster() as cluster:
        print(cluster.address("events"), cluster.folder, flush=True)
        signal.pause()
