"""How files are refused."""

from pathlib import Path

import pytest

from kubectl_porttrace.errors import PorttraceError, UnreadableError
from kubectl_porttrace.read.files.manifests import read_files

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports:\n"


def refused(folder: Path, content: str | bytes, name: str = "web.yaml") -> PorttraceError:
    """The error for a file of that content, with the folder left out of its message."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UnreadableError) as caught:
        read_files([str(path)], recursive=False)
    caught.value.message = caught.value.message.replace(f"{folder}/", "")
    return caught.value
