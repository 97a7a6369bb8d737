"""The server: where it listens, what it is made of, how it stops."""

from __future__ import annotations

import errno
import os
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from cagame.app.hall import Hall, Settings, kept_secret
from cagame.app.work import Work
from cagame.classroom import Classroom
from cagame.errors import InputError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from types import ModuleType

    from fastapi import FastAPI

#: Names for all addresses of this computer.
ALL = ("0.0.0.0", "::", "")  # noqa: S104 (compared with, not listened on)
#: An address that needs no answer: asking for the way to it sends nothing.
SOMEWHERE = ("10.255.255.255", 1)
#: Seconds that connections have to end when the server stops.
PATIENCE = 2
#: How hard answers are packed, from 1 to 9. Thirty devices ask for a megabyte each at the same
#: time: at 9 that takes four times as long, for a twentieth less to send.
PACKED = 4
#: Devices keep their seats for a term.
COOKIE_SECONDS = 120 * 24 * 3600
#: A phone that was in a pocket comes back to the same page.
RECONNECT_SECONDS = 30.0


def serve(settings: Settings, started: Callable[[str], None]) -> None:
    """Serve until somebody stops it.

    Parameters
    ----------
    started : called with the address to share, once the server answers

    Raises
    ------
    InputError
        Where the extra is missing, or the port is taken or not allowed.
    """
    listening = _listening(settings)
    try:
        # NiceGUI reads this when it is imported: nothing is written beside where one stands.
        os.environ["NICEGUI_STORAGE_PATH"] = str(settings.data.parent / "devices")
        uvicorn = _uvicorn()
        secret = kept_secret(settings.data.with_suffix(".secret"))
        address = _address(settings.host, listening.getsockname()[1])
        _load()
        hall = Hall(settings, Classroom(settings.data), Work(), address)
        hall.handover.come_to(address)
        config = uvicorn.Config(
            _application(hall, secret, started),
            log_level="warning",
            ws="wsproto",
            timeout_graceful_shutdown=PATIENCE,
            server_header=False,
        )
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()


def _load() -> None:
    """Read the tables before anybody waits for them."""
    from cagame.model import shared_evidence, shared_history  # noqa: PLC0415 (slow to load)

    shared_evidence()
    shared_history()


def _uvicorn() -> ModuleType:
    try:
        import nicegui  # noqa: F401, PLC0415 (an extra that only the classroom needs)
        import segno  # noqa: F401, PLC0415
        import uvicorn  # noqa: PLC0415
    except ImportError as error:
        message = f"the classroom needs a package that is not installed ({error.name})"
        raise InputError(message, remedy="Install it: pip install 'cagame[app]'.") from error
    return uvicorn


def _application(hall: Hall, secret: str, started: Callable[[str], None]) -> FastAPI:
    """Put the pages, the guard and the workers together."""
    from fastapi import FastAPI  # noqa: PLC0415 (the extra)
    from nicegui import ui  # noqa: PLC0415
    from starlette.middleware.gzip import GZipMiddleware  # noqa: PLC0415

    from cagame.app.guard import Guard  # noqa: PLC0415
    from cagame.app.pages import add_pages  # noqa: PLC0415
    from cagame.app.quick import remember_signatures  # noqa: PLC0415

    remember_signatures()

    @asynccontextmanager
    async def open_hours(_: FastAPI) -> AsyncIterator[None]:
        hall.work.warm_up()
        started(hall.address)
        yield
        hall.work.stop()

    app = FastAPI(lifespan=open_hours, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Guard)
    app.add_middleware(GZipMiddleware, compresslevel=PACKED)
    add_pages(hall, app)
    ui.run_with(
        app,
        title="cagame",
        language="en-US",
        tailwind=False,
        gzip_middleware_factory=None,  # the guard reads pages before they are packed
        storage_secret=secret,
        session_middleware_kwargs={"max_age": COOKIE_SECONDS},
        reconnect_timeout=RECONNECT_SECONDS,
        show_welcome_message=False,
    )
    return app


def _listening(settings: Settings) -> socket.socket:
    """Take the port, so that everybody knows it before the server starts."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    taken = socket.socket(family)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((settings.host, settings.port))
        taken.listen()
    except (OSError, OverflowError) as error:
        taken.close()
        reason = getattr(error, "strerror", None) or str(error)
        message = f"cannot listen on {settings.host}, port {settings.port} ({reason.lower()})"
        remedy = "Choose another port with --port; 0 takes any that is free."
        if isinstance(error, socket.gaierror) or getattr(error, "errno", 0) == errno.EADDRNOTAVAIL:
            remedy = "Name an address of this computer with --host; 0.0.0.0 stands for all."
        raise InputError(message, remedy=remedy) from error
    return taken


def _address(host: str, port: int) -> str:
    """Return what others type to come here."""
    seen = _own_address() if host in ALL else host
    return f"http://[{seen}]:{port}" if ":" in seen else f"http://{seen}:{port}"


def _own_address() -> str:
    """Return the address of this computer in its network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(SOMEWHERE)
        except OSError:
            return socket.gethostname()
        return str(asking.getsockname()[0])
