"""Web servers on this machine, for what the archive fetches."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Page:
    """What a path answers; `body` may be a function that writes it."""

    body: bytes | Callable[[BaseHTTPRequestHandler], None] = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Web:
    """A server that runs: what its paths answer, and the requests that it had."""

    base: str
    port: int
    pages: dict[str, Page | Callable[[BaseHTTPRequestHandler], Page | None]]
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __getitem__(self, path: str) -> str:
        """Return the address of a path."""
        return self.base + path

    def asked(self, path: str) -> list[dict[str, str]]:
        """Return the headers of every request for a path."""
        return [headers for asked, headers in self.requests if asked == path]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        web = self.server.web
        web.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        page = web.pages.get(self.path, Page(b"nothing", 404))
        try:
            self._answer(page if isinstance(page, Page) else page(self))
        except OSError:
            self.close_connection = True

    def _answer(self, page):
        if page is None:  # a function that has answered by itself
            self.close_connection = True
            return
        self.send_response(page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if callable(page.body):
            self.send_header("Connection", "close")
            self.end_headers()
            page.body(self)
            return
        if page.status != 304 and "Content-Length" not in page.headers:
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        self.wfile.write(page.body)

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def web_server(pages: dict, certificate: Path | None = None) -> Iterator[Web]:
    """Yield a server for `pages`, by path; `certificate` holds a key too, and makes it https."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = True
        port = server.server_port
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https" if certificate else "http"
        server.web = Web(f"{scheme}://127.0.0.1:{port}", port, pages)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server.web
        finally:
            server.shutdown()
            thread.join()
