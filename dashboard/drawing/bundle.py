"""Our JavaScript modules as one classic script: one request for a phone, and a file that runs from a stick.

Browsers load modules by address only, and not at all from `file://`. Our modules keep to a few forms (named imports
at the top of a file, exports at the declaration, no cycles), so that one function for each of them is enough.
"""

import posixpath
import re
from functools import cache

from dashboard.drawing.assets import ASSETS

IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[\w/]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(
    r"^export (?:default )?(?=(?:async )?function\*? (\w+)|const (\w+)|let (\w+)|class (\w+))", re.MULTILINE
)


@cache
def bundle(entry: str, name: str) -> str:
    """The module `entry` (under `dashboard/assets`) with all it imports, as a script that sets `window.<name>`.

    `name` gets the module's exports. Raises ValueError for a module that imports or exports in another form, or
    in a circle.
    """
    folder, _slash, first = entry.rpartition("/")
    modules = dict[str, str]()
    _collect(folder, first, modules, ())
    parts = "\n".join(
        f"// {module}\nmodules[{module!r}] = (() => {{\n{body}\n}})();" for module, body in modules.items()
    )
    return f'"use strict";\n(() => {{\nconst modules = {{}};\n{parts}\nwindow.{name} = modules[{first!r}];\n}})();\n'


def _collect(folder: str, module: str, found: dict[str, str], above: tuple[str, ...]) -> None:
    """Put a module behind those that it imports."""
    if module in above:
        raise ValueError(f"modules import each other in a circle: {' → '.join((*above, module))}")
    if module in found:
        return
    source = (ASSETS / folder / module).read_text("utf-8")
    for _names, wanted in IMPORT.findall(source):
        _collect(folder, _beside(module, wanted), found, (*above, module))
    found[module] = _as_function(module, source)


def _beside(module: str, wanted: str) -> str:
    """A module as another one names it, by its path from the folder of the entry."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(module), wanted))


def _as_function(module: str, source: str) -> str:
    """The body of a function that returns what the module exports."""
    exported = [name for names in EXPORT.findall(source) for name in names if name]
    body = IMPORT.sub(
        lambda found: f"const {{{_renamed(found[1])}}} = modules[{_beside(module, found[2])!r}];\n", source
    )
    body = EXPORT.sub("", body)
    if left := re.search(r"^(?:import|export)\b.*", body, re.MULTILINE):
        raise ValueError(f"{module}: {left[0]!r} is not a form that can be bundled")
    if "</script" in body:
        raise ValueError(f"{module} would end the script that it stands in")
    return f"{body}\nreturn {{ {', '.join(exported)} }};"


def _renamed(names: str) -> str:
    """`a as b` of an import as destructuring says it."""
    return re.sub(r"(\w+) as (\w+)", r"\1: \2", names)
