#!/usr/bin/env python3
"""A server for tests, on 127.0.0.1: gives the answers that it is told, in order, and keeps every request.

    server.py FOLDER [tls | old-tls]

FOLDER/answers.json is a list of objects: status (200), fields ({}), body (""; %PORT% in it is the server's own port), or base64 of one that is no text, and `how`: "cut" ends the connection in the
middle of the body, "close" before any answer, "stall" gives none for as long as the client waits, "echo" quotes the whole request. When the list is used up the last one is given
again. Each request is a line of FOLDER/requests.jsonl before it is answered. The port is printed first, then a line for each request. With `tls` the
certificate is of a CA of its own, FOLDER/ca.pem; `old-tls` speaks nothing later than TLS 1.1.
"""
import base64, http.server, json, os, pathlib, ssl, sys, threading

# What the test has open beside it, such as the pipe by which it waits for another program, would stay open for as long as
# this one lives.
os.closerange(3, 4096)

folder = pathlib.Path(sys.argv[1])
answers = json.loads((folder / "answers.json").read_text())
lock = threading.Lock()
given = 0


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def answer(self):
        global given
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = {
            "method": self.command, "path": self.path, "fields": [[name, value] for name, value in self.headers.items()],
            "body": base64.b64encode(body).decode(), "connection": self.client_address[1]}
        with lock:
            with open(folder / "requests.jsonl", "a") as file:
                file.write(json.dumps(request) + "\n")
            print("request", flush=True)
            answer = answers[min(given, len(answers) - 1)]
            given += 1
        how = answer.get("how")
        if how == "close":
            self.close_connection = True
            return
        if how == "stall":
            # Ends when the client goes away.
            self.rfile.read(1)
            self.close_connection = True
            return
        text = answer.get("body", "").replace("%PORT%", str(server.server_address[1])).encode()
        if "base64" in answer:
            text = base64.b64decode(answer["base64"])
        if how == "echo":
            text = f"{self.path} {list(self.headers.items())} ".encode() + body
        self.send_response(answer.get("status", 200))
        for name, value in answer.get("fields", {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text) + (100 if how == "cut" else 0)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)
        if how == "cut":
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


server = Server(("127.0.0.1", 0), Handler)
if len(sys.argv) > 2:
    import trustme

    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if sys.argv[2] == "old-tls":
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    authority.issue_cert("127.0.0.1").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
