"""The formats of `-o`: flags, help and completion read this. A new format is a module here and an entry in the list."""

import msgspec


class Format(msgspec.Struct, frozen=True):
    """One format.

    Attributes:
        name: what stands behind `-o`.
        module: the module of this package that writes it; only that one is imported.
        wide: whether it shows everything there is.
    """

    name: str
    module: str
    wide: bool = False


FORMATS: tuple[Format, ...] = (
    Format("table", "human"),
    Format("wide", "human", wide=True),
    Format("tree", "tree"),
    Format("mermaid", "mermaid"),
    Format("markdown", "markdown"),
    Format("html", "html", wide=True),
    Format("json", "json"),
    Format("yaml", "yaml"),
    Format("name", "name"),
)
