"""What the classroom's server refuses, and what it adds to its answers."""

from __future__ import annotations

import asyncio
import re
import stat

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from cagame.app.guard import MOST_BYTES, Guard
from cagame.app.hall import kept_secret
from cagame.errors import RunError

HOME = "http://testserver"


async def page(_):
    return HTMLResponse("<script>1</script>", headers={"X-NiceGUI-Content": "page"})


async def echo(request):
    return PlainTextResponse(str(len(await request.body())))


ROUTES = [Route("/page", page), Route("/echo", echo, methods=["POST"])]


def ask(method, path, **options):
    """What the guarded server answers."""

    async def asked():
        transport = httpx.ASGITransport(Guard(Starlette(routes=ROUTES)))
        async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
            return await client.request(method, path, **options)

    return asyncio.run(asked())


def test_a_page_gives_its_scripts_the_word_that_its_policy_asks_for():
    first, second = ask("GET", "/page"), ask("GET", "/page")
    word = re.search(r"nonce=\"([^\"]+)\"", first.text).group(1)
    assert f"'nonce-{word}'" in first.headers["content-security-policy"]
    assert word not in second.text
    assert first.headers["content-length"] == str(len(first.text))


def test_an_answer_may_not_be_framed_guessed_at_or_passed_on():
    headers = ask("GET", "/page").headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("origin", "status"), [(None, 200), (HOME, 200), ("http://elsewhere", 403), ("null", 403)]
)
def test_other_sites_may_not_send_anything(origin, status):
    headers = {} if origin is None else {"Origin": origin}
    assert ask("POST", "/echo", content=b"abc", headers=headers).status_code == status


def test_what_is_too_large_is_refused():
    assert ask("POST", "/echo", content=b"a" * (MOST_BYTES + 1)).status_code == 413


def test_what_hides_its_size_is_cut_off():
    async def hidden():
        for _ in range(2):
            yield b"a" * (MOST_BYTES // 2 + 1)

    with pytest.raises(ClientDisconnect):
        ask("POST", "/echo", content=hidden())


def test_the_secret_is_made_once_and_is_the_owners(tmp_path):
    path = tmp_path / "deep" / "games.secret"
    secret = kept_secret(path)
    assert len(secret) >= 32
    assert kept_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_damaged_secret_is_not_used(tmp_path):
    path = tmp_path / "games.secret"
    path.write_text("short")
    with pytest.raises(RunError, match="damaged"):
        kept_secret(path)
