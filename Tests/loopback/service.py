"""What the services of Azure for tests have in common: a folder with settings, a port that is printed, tokens."""
import http.server, json, os, pathlib, sys, threading

# What the test has open beside it would stay open for as long as the server lives.
os.closerange(3, 4096)

folder = pathlib.Path(sys.argv[1])
lock = threading.Lock()
state = {"read": None, "settings": {}, "tokens": {}, "used": {}}


def settings():
    path = folder / "settings.json"
    with lock:
        changed = path.stat().st_mtime_ns if path.exists() else 0
        if changed != state["read"]:
            state["settings"] = json.loads(path.read_text()) if path.exists() else {}
            state["read"], state["used"] = changed, {}
        return state["settings"]


def token_life():
    """Seconds."""
    return state["settings"].get("life", 3600)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        pass


def serve(handler):
    server = Server(("127.0.0.1", 0), handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
