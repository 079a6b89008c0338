"""Compile the subset of Kubernetes' messages into a module of the package: `make protobuf`, after `api.proto` changed.

It holds what protoc makes of the schema, and none of the code that protoc writes: that is bound to one version of the
protobuf package.
"""

from base64 import b64encode
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import wrap

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc

SCHEMA = Path(__file__).parent.parent / "kubectl_porttrace" / "read" / "cluster" / "protobuf" / "api.proto"
TARGET = SCHEMA.with_name("descriptor.py")


def module_text(schema: Path = SCHEMA) -> str:
    """The module for a schema."""
    lines = "\n".join(wrap(b64encode(_compiled(schema)).decode(), 116))
    return f'''"""What protoc makes of `api.proto`, in base 64: written by `make protobuf`, never by hand."""

from binascii import a2b_base64
from typing import Final

DESCRIPTOR: Final = a2b_base64("""
{lines}
""")
"""A FileDescriptorProto."""
'''


def _compiled(schema: Path) -> bytes:
    with TemporaryDirectory() as folder:
        written = Path(folder) / "descriptors"
        failed = protoc.main(["protoc", f"-I{schema.parent}", f"--descriptor_set_out={written}", schema.name])
        if failed:
            raise RuntimeError(f"protoc does not accept {schema}")
        (file,) = FileDescriptorSet.FromString(written.read_bytes()).file
    return file.SerializeToString(deterministic=True)


if __name__ == "__main__":
    TARGET.write_text(module_text(), encoding="utf-8")
