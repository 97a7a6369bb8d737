"""Headers, origins and sizes: what a browser may load, and what it may send.

NiceGUI builds its pages with code that is evaluated in the browser, so `unsafe-eval` cannot be
left out. What a page may not do is run scripts or handlers that stand in its HTML without this
answer's own word (a nonce), load anything from elsewhere, or stand in somebody else's frame.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Bytes of a request: a scenario file may have half of it.
MOST_BYTES = 2 * 1024 * 1024
#: The header by which NiceGUI marks its pages.
PAGE = "x-nicegui-content"
NONCE_BYTES = 16
POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # An address may hold a join code; nobody else needs to know it.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: The address of NiceGUI's web sockets.
SOCKETS = "/_nicegui_ws/"


class Guard:
    """Wraps a server: refuses what is too large or comes from elsewhere, and adds headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        refused = _refusal(scope)
        if refused is not None and scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": "refused"})
        elif refused is not None:
            await refused(scope, receive, send)
        elif scope["type"] == "http":
            await self._app(scope, _bounded(receive), _Answer(send).send)
        else:
            await self._app(scope, receive, send)


def _refusal(scope: Scope) -> PlainTextResponse | None:
    """Return the answer to a request that is refused before anybody reads it."""
    headers = Headers(scope=scope)
    origin, host = headers.get("origin"), headers.get("host", "")
    changes = scope["type"] == "websocket" or scope["method"] not in {"GET", "HEAD"}
    from_elsewhere = origin is not None and urlsplit(origin).netloc != host
    if from_elsewhere and (changes or scope["path"].startswith(SOCKETS)):
        return PlainTextResponse("Requests of other sites are refused.", status_code=403)
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > MOST_BYTES:
        return PlainTextResponse("This is too large.", status_code=413)
    return None


def _bounded(receive: Receive) -> Receive:
    """Cut off bodies that turn out to be larger than they may be."""
    got = 0

    async def bounded() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        return {"type": "http.disconnect"} if got > MOST_BYTES else message

    return bounded


class _Answer:
    """Adds headers to an answer, and its nonce to the scripts of a page."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._nonce = secrets.token_urlsafe(NONCE_BYTES)
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            headers["Content-Security-Policy"] = POLICY.format(nonce=self._nonce)
            if PAGE in headers:
                self._start = message  # its length changes with the nonce
                return
        if message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            # What people wrote stands in the page with `<` escaped: only the page's own match.
            body = self._body.replace(b"<script", f'<script nonce="{self._nonce}"'.encode())
            MutableHeaders(scope=self._start)["content-length"] = str(len(body))
            await self._send(self._start)
            message = {"type": "http.response.body", "body": body}
            self._start = None
        await self._send(message)
