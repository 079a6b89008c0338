"""What is kept of runs."""

from __future__ import annotations

from pathlib import Path

from bench.results import store, stored_runs
from tests.bench.runs import run


def test_nothing_is_stored_at_first(tmp_path: Path) -> None:
    assert stored_runs(tmp_path / "results.json") == ()


def test_the_last_run_of_each_size_is_kept_smallest_first(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    store(run(pods=50_000), path)
    store(run(date="2026-11-20"), path)
    latest = store(run(date="2026-11-21"), path)
    assert latest == stored_runs(path) == (run(date="2026-11-21"), run(pods=50_000))
