"""Modules of a library, imported without the `__init__` of the packages they are in, which imports all the rest.

Python runs the `__init__` of every package above a module. `sys.modules` gets the packages without it while the modules
are imported, and is put back afterwards: a later import of the library imports it whole, as usual.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec
from threading import Lock

_ONE_AT_A_TIME = Lock()


@contextmanager
def packages_not_run(*names: str) -> Iterator[None]:
    """Within it, modules of these packages can be imported without them; the outermost package is named first.

    One thread at a time, for what is imported meanwhile is not what it will be. Where the library was imported before,
    nothing is replaced. What a module needs of its package is not there: whoever imports catches ImportError and
    AttributeError, and imports the library whole.
    """
    with _ONE_AT_A_TIME:
        if names[0] in sys.modules:
            yield
            return
        try:
            for name in names:
                spec = find_spec(name)
                if spec is not None:
                    sys.modules[name] = module_from_spec(spec)
            yield
        finally:
            for name in [name for name in sys.modules if name.partition(".")[0] == names[0]]:
                del sys.modules[name]
