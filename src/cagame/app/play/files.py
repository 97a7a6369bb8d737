"""The game as a scenario file to take home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from cagame.app.look import sentence
from cagame.app.play.visitor import Visitor
from cagame.classroom import game_text
from cagame.errors import CagameError, InputError

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

    from cagame.app.hall import Hall

YAML = "application/yaml"


def add_files(hall: Hall, app: FastAPI) -> None:
    """Add the address of scenario files."""

    async def scenario(request: Request) -> Response:
        address = request.client.host if request.client else ""
        visitor = Visitor(hall, "", address)
        try:
            code, text = await run_in_threadpool(_text, visitor, request.path_params["code"])
        except CagameError as error:
            return PlainTextResponse(sentence(error), status_code=404)
        headers = {"Content-Disposition": f'attachment; filename="game-{code.lower()}.yaml"'}
        return Response(text, media_type=YAML, headers=headers)

    app.add_route("/play/{code}/scenario.yaml", scenario)


def _text(visitor: Visitor, code: str) -> tuple[str, str]:
    """Return the code, and the game up to the last round that is over."""
    game = visitor.game(code)
    if not game.closed:
        raise InputError("no round is over yet", remedy="Play one first.")
    return game.code, game_text(game.lesson, game.played, until=game.closed, teams=game.teams)
