"""The classroom's frame: every page is whole, usable and asks nobody else."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cagame.app.hall import Settings
from cagame.app.server import serve
from cagame.errors import InputError

PAGES = ("/", "/play", "/explore", "/debrief", "/evidence/E009", "/no/such/page")


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_its_window_and_complains_of_nothing(device, path, size):
    visitor = device(size)
    page = visitor.go(path)
    assert page.locator("h1").count() == 1
    assert visitor.too_wide() == []
    assert visitor.too_faint() == []
    # The browser itself complains of an answer that says "not found".
    visitor.complaints[:] = [told for told in visitor.complaints if "404" not in told]


def test_the_first_key_leads_to_the_content(device):
    page = device().go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def test_scripts_in_the_page_without_its_word_do_not_run(device):
    visitor = device()
    page = visitor.go("/")
    page.evaluate("""() => {
      const script = document.createElement("script"); script.textContent = "window.caught = 1";
      document.body.append(script);
      const picture = "<img src=/static/none onerror='window.caught = 2'>";
      document.body.insertAdjacentHTML("beforeend", picture);
    }""")
    page.wait_for_timeout(200)
    assert page.evaluate("window.caught") is None
    assert any("Content Security Policy" in told for told in visitor.complaints)
    visitor.forget()


def test_a_taken_port_is_one_readable_error(server, tmp_path):
    command = [sys.executable, "-m", "cagame", "app", "--port", str(server.port)]
    done = subprocess.run(
        [*command, "--data", str(tmp_path / "games.sqlite")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--port" in done.stderr


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_an_address_of_another_computer_is_one_readable_error(tmp_path, host):
    settings = Settings(host, 0, None, tmp_path / "games.sqlite")
    with pytest.raises(InputError, match=f"cannot listen on {host}") as caught:
        serve(settings, print)
    assert "--host" in str(caught.value)
    assert list(tmp_path.iterdir()) == []
