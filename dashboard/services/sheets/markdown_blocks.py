"""Markdown as data: blocks of runs that a template sets. Nothing of it is ever source for the typesetter.

Parsed by markdown-it-py in its CommonMark preset with tables and strikethrough; HTML stays the text that it is,
a link is followed by its address, an image is its description.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

Plain = dict[str, Any]
_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
DEEPEST = 8
"""Nesting beyond this is set flat: no minutes need it, and the parser would drop all that follows a deeper one."""

_TOO_DEEP = re.compile(rf"^((?:[ \t]*[>*+-]){{{DEEPEST}}})(?:[ \t]*[>*+-])+", re.MULTILINE)


def markdown_blocks(text: str) -> list[Plain]:
    """The blocks of a text: heading, paragraph, list, quote, table, code, rule.

    >>> markdown_blocks("## 决定\\n- **同意** 3 票")[1]["items"][0][0]["runs"][0]["bold"]
    True
    """
    return list(_blocks(SyntaxTreeNode(_parser.parse(_TOO_DEEP.sub(r"\1", text))).children, 0))


def _blocks(nodes: Sequence[SyntaxTreeNode], depth: int) -> Iterator[Plain]:
    for node in nodes:
        if node.type == "heading":
            yield {"kind": "heading", "level": int(node.tag[1]), "runs": _runs(node)}
        elif node.type == "paragraph":
            yield {"kind": "paragraph", "runs": _runs(node)}
        elif node.type in ("bullet_list", "ordered_list") and depth < DEEPEST:
            items = [list(_blocks(item.children, depth + 1)) for item in node.children]
            start = int(node.attrs.get("start", 1))
            yield {"kind": "list", "ordered": node.type == "ordered_list", "start": start, "items": items}
        elif node.type == "blockquote" and depth < DEEPEST:
            yield {"kind": "quote", "blocks": list(_blocks(node.children, depth + 1))}
        elif node.type == "table":
            rows = [[{"runs": _runs(cell)} for cell in row.children] for part in node.children for row in part.children]
            yield {"kind": "table", "columns": max(len(row) for row in rows), "rows": rows}
        elif node.type in ("fence", "code_block"):
            yield {"kind": "code", "text": node.content.rstrip("\n")}
        elif node.type == "hr":
            yield {"kind": "rule"}
        else:
            yield {"kind": "paragraph", "runs": [_run(_flat(node), {})]}


def _flat(node: SyntaxTreeNode) -> str:
    """All text below a node."""
    return "\n".join(leaf.content for leaf in node.walk() if leaf.type == "inline")


def _runs(node: SyntaxTreeNode) -> list[Plain]:
    tokens = [token for inline in node.children for token in (inline.token.children if inline.token else None) or []]
    return list(_inline(tokens))


_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}


def _inline(tokens: Sequence[Token]) -> Iterator[Plain]:
    styles: dict[str, bool] = {}
    address = ""
    for token in tokens:
        name, _under, end = token.type.rpartition("_")
        if name in _STYLES:
            styles = {**styles, _STYLES[name]: end == "open"}
        elif token.type == "link_open":
            address = str(token.attrs.get("href", ""))
        elif token.type == "link_close":
            yield _run(f" ({address})", styles)
        elif token.type == "softbreak":
            yield _run(" ", styles)
        elif token.type == "hardbreak":
            yield _run("\n", styles)
        elif token.type == "code_inline":
            yield _run(token.content, {**styles, "code": True})
        elif token.content:
            yield _run(token.content, styles)


def _run(text: str, styles: dict[str, bool]) -> Plain:
    keys = ("bold", "italic", "strike", "code")
    return {"text": text, **{key: styles.get(key, False) for key in keys}}
