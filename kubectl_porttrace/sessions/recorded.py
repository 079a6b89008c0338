"""Sessions on what does not change: files, and the recordings that come along."""

import sys
from typing import TYPE_CHECKING

from kubectl_porttrace.demos import SHOP
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.sessions.session import Session

if TYPE_CHECKING:  # imported where they are used
    from kubectl_porttrace.read.files.paths import ClosedFolder, File
    from kubectl_porttrace.report.v1 import Report


class FileSession(Session):
    """Manifests and saved snapshots."""

    _files: "tuple[File | ClosedFolder, ...]" = ()

    def read(self) -> Snapshot:
        """Read the files; they are kept only where lines of them are asked for: a pipe cannot be read again."""
        from kubectl_porttrace.read.files.manifests import snapshot_of
        from kubectl_porttrace.read.files.paths import files_behind

        asked = self.options
        stdin = None if sys.stdin is None else sys.stdin.buffer
        files = files_behind(asked.files, recursive=asked.recursive, stdin=stdin)
        if self.marking.places:
            files = iter(kept := tuple(files))
            self._files = kept
        return snapshot_of(files, asked.files, namespace=asked.namespace or "default", complete=asked.complete)

    def _located(self, report: "Report") -> "Report":
        from kubectl_porttrace.located import located

        return located(report, self._files, namespace=self.options.namespace or "default")


class DemoSession(Session):
    """The recorded cluster that comes along."""

    def read(self) -> Snapshot:
        """Read the recording."""
        from kubectl_porttrace.read.demo import read_demo

        return read_demo(self.options.demo or SHOP)
