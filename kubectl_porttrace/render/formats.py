"""The formats of `-o`: flags, help and completion read this. A new format is a module here and an entry in the list."""

import msgspec


class Format(msgspec.Struct, frozen=True):
    """One format.

    Attributes:
        name: what stands behind `-o`.
        module: the module of this package that writes it; only that one is imported.
        wide: whether it shows everything there is.
        brief: whether it does not show what was not requested.
        marked: whether it says where each finding stands in the files that were read, and by what it is known again.
        summary: the format of what is added to the summary of a step of GitHub Actions; empty where nothing is.
        several: whether it can hold the reports of several contexts.
        compared: the module that writes what differs between two reports; empty where it cannot hold that.
    """

    name: str
    module: str
    wide: bool = False
    brief: bool = False
    marked: bool = False
    summary: str = ""
    compared: str = ""
    several: bool = False


FORMATS: tuple[Format, ...] = (
    Format("table", "human", brief=True, compared="comparison", several=True),
    Format("wide", "human", wide=True, compared="comparison", several=True),
    Format("tree", "tree"),
    Format("mermaid", "mermaid"),
    Format("markdown", "markdown", compared="comparison_markdown"),
    Format("html", "html", wide=True, marked=True),
    Format("json", "json", marked=True, compared="json", several=True),
    Format("yaml", "yaml", marked=True, compared="yaml", several=True),
    Format("sarif", "sarif", marked=True),
    Format("junit", "junit", marked=True),
    Format("github", "github", marked=True, summary="markdown", compared="comparison_github"),
    Format("name", "name", compared="comparison_name", several=True),
)
