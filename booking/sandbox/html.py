"""The look that the sandbox's own pages share."""

from collections.abc import Iterable
from html import escape
from typing import Any

_STYLE = """
:root{--ink:#1b2733;--soft:#5d6b7a;--line:#dde3ea;--paper:#f4f6f9;--brand:#14506b;--go:#1d7a4c;--stop:#b3352c}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:15px/1.45 system-ui,-apple-system,"Segoe UI",sans-serif}
header{background:var(--brand);color:#fff;padding:.8rem 1.4rem;display:flex;gap:1rem;align-items:baseline}
header b{font-size:1.15rem;letter-spacing:.01em}header span{opacity:.85}
main{max-width:1240px;margin:0 auto;padding:1.2rem 1.4rem 3rem}
h2{font-size:1.05rem;margin:1.6rem 0 .5rem}
.box{background:#fff;border:1px solid var(--line);border-radius:8px;overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{padding:.45rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{background:#eef2f6;font-size:.8rem;font-weight:600;color:#41505f;white-space:nowrap}
th[scope=row]{white-space:normal;min-width:8rem}tr:last-child td{border-bottom:0}
code{font:13px/1.4 ui-monospace,Menlo,Consolas,monospace}
a{color:var(--brand)}nav a{margin-right:1rem}
.chip{display:inline-block;border-radius:4px;padding:.1rem .45rem;margin:.1rem 0;font-size:.82rem;
background:#e6ebf1}
.mine{background:#d3ecdf;color:#0d4a2d}.bad{background:#f8dcd9;color:#7c1d16}.soft{color:var(--soft)}
.grid{table-layout:fixed;min-width:760px}.grid td,.grid th{text-align:center;white-space:normal}
.grid th:first-child{text-align:left}
button{font:inherit;border:0;border-radius:6px;padding:.45rem .8rem;background:var(--go);
color:#fff;cursor:pointer}
button.slot{width:100%;background:#dff1e7;color:#0d4a2d}button.slot.best{background:var(--go);color:#fff}
button.stop{background:var(--stop)}button:focus-visible,a:focus-visible{
outline:3px solid #f2b632;outline-offset:1px}
.note{background:#fff;border-left:4px solid var(--go);padding:.6rem .9rem;margin:0 0 1rem}
.note.bad{border-color:var(--stop)}form{margin:0;display:inline}td form{display:block}
"""


def page(title: str, body: str, *, subtitle: str = "", refresh: int = 0) -> str:
    """A whole page around a body that is HTML already."""
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{again}<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><header><b>{escape(title)}</b><span>{escape(subtitle)}</span></header>"
        f"<main>{body}</main></body></html>"
    )


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], *, kind: str = "", empty: str = "") -> str:
    """A table of cells that are HTML already, the first one heading its row; `empty` without rows."""
    lines = [
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    ]
    if not lines:
        return f'<p class="soft">{escape(empty)}</p>'
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    return (
        f'<div class="box"><table class="{kind}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def chip(text: Any, kind: str = "") -> str:
    """A small label."""
    return f'<span class="chip {kind}">{escape(str(text))}</span>'


def note(text: str, kind: str = "") -> str:
    """A sentence that must not be overlooked."""
    return f'<p class="note {kind}" role="status">{escape(text)}</p>' if text else ""


def pick(
    text: str,
    action: str,
    hidden: dict[str, str],
    options: Iterable[tuple[str, str]],
    *,
    name: str,
) -> str:
    """A form with one list to choose from and a button; options are a value and what a person reads."""
    lines = "".join(f'<option value="{escape(value)}">{escape(said)}</option>' for value, said in options)
    chosen = f'<select name="{escape(name)}" aria-label="{escape(text)}">{lines}</select> '
    return _form(action, hidden, f"{chosen}<button>{escape(text)}</button>")


def _form(action: str, hidden: dict[str, str], inner: str) -> str:
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in hidden.items()
    )
    return f'<form method="post" action="{escape(action)}">{fields}{inner}</form>'


def button(text: str, action: str, hidden: dict[str, str], *, kind: str = "", label: str = "") -> str:
    """A form of one button; `label` is its full name where the text alone does not tell."""
    named = f' aria-label="{escape(label)}"' if label else ""
    return _form(action, hidden, f'<button class="{kind}"{named}>{escape(text)}</button>')
