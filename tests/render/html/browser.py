"""Pages in a real browser, and a watch over what they do there: requests, errors, what is said on the console."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found_chromium() -> str | None:
    """The path of a Chromium of the system; Playwright's own would be a download from its makers' server."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


class Browsing:
    """One browser, started when it is first used; each page is watched until it is closed."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._pages = 0

    @property
    def browser(self) -> Browser:
        """The browser."""
        if self._browser is None:
            self._playwright = sync_playwright().start()
            # A sandbox of its own is what root and many containers cannot have; the pages are the tests' own.
            self._browser = self._playwright.chromium.launch(executable_path=self._program, args=["--no-sandbox"])
        return self._browser

    @contextmanager
    def page(self, text: str, *, fragment: str = "", **options: Any) -> Iterator[Page]:
        """A page opened from a file; at the end, that it has asked for nothing and complained of nothing.

        Args:
            text: the page.
            fragment: what the address ends in: `#s3`.
            options: those of a new context of Playwright.
        """
        self._pages += 1
        path = self._folder / f"{self._pages}.html"
        path.write_text(text, encoding="utf-8")
        context = self.browser.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"} | options
        )
        try:
            page = context.new_page()
            page.set_default_timeout(120_000)
            said: list[str] = []
            page.on("request", lambda request: said.append(f"request: {request.url[:200]}"))
            page.on("console", lambda message: said.append(f"console: {message.text}"))
            page.on("pageerror", lambda error: said.append(f"error: {error}"))
            page.on("dialog", lambda dialog: said.append(f"dialog: {dialog.message}"))
            page.goto(f"{path.as_uri()}{fragment}")
            yield page
            assert [each for each in said if not each.startswith(f"request: {path.as_uri()}")] == []
        finally:
            context.close()

    def close(self) -> None:
        """End the browser, if it was started."""
        if self._browser is not None and self._playwright is not None:
            self._browser.close()
            self._playwright.stop()
