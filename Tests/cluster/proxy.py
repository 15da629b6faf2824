"""An HTTP proxy in front of one server: keeps every statement, and cuts an answer where it is told to. And a TLS server
that never answers."""
import socket, ssl, threading, urllib.parse


class Proxy:
    def __init__(self, port):
        self.target = port
        self.statements = []
        # After how many bytes of an answer the connection ends; None for never.
        self.cut = None
        # At a statement with these words the connection ends, before the server has it.
        self.stop = None
        self.stopped = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        with client, socket.create_connection(("127.0.0.1", self.target)) as server:
            threading.Thread(target=self.answer, args=(server, client), daemon=True).start()
            stream = client.makefile("rb")
            while True:
                first = stream.readline()
                if not first:
                    break
                head, length = [first], 0
                while True:
                    line = stream.readline()
                    head.append(line)
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                    if line in (b"\r\n", b""):
                        break
                body = stream.read(length)
                query = urllib.parse.parse_qs(urllib.parse.urlsplit(first.split()[1].decode()).query)
                self.statements.append(query["query"][0] if "query" in query else body.decode())
                if self.stop and self.stop in self.statements[-1]:
                    self.stopped.set()
                    return
                try:
                    server.sendall(b"".join(head) + body)
                except OSError:
                    break

    def answer(self, server, client):
        passed = 0
        while True:
            try:
                piece = server.recv(1 << 16)
                if self.cut is not None and passed + len(piece) > self.cut:
                    client.sendall(piece[: self.cut - passed])
                    client.shutdown(socket.SHUT_RDWR)
                    return
                if not piece:
                    client.shutdown(socket.SHUT_RDWR)
                    return
                client.sendall(piece)
                passed += len(piece)
            except OSError:
                return

    def close(self):
        self.listener.close()


class Ear:
    """A TLS server that keeps what it is sent, to the end of a head, and hangs up; without a certificate at once."""

    def __init__(self, certificate=None):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if certificate else None
        if certificate:
            certificate.configure_cert(self.context)
        self.heard, self.calls = b"", 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.calls += 1
            if not self.context:
                client.close()
                continue
            client.settimeout(10)
            try:
                with client, self.context.wrap_socket(client, server_side=True) as line:
                    while b"\r\n\r\n" not in self.heard:
                        piece = line.recv(1 << 16)
                        if not piece:
                            break
                        self.heard += piece
            except OSError:
                # Whoever does not trust the certificate breaks off.
                pass

    def close(self):
        """Afterwards nothing more comes in."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.thread.join(20)
        self.listener.close()
