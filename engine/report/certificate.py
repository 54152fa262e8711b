"""A certificate: one page about a finished conversion, for whoever gets the machine.

It is HTML in one file, without scripts and without anything from elsewhere. All that comes from the
machine, its names and descriptions included, is text in it and never markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from engine import __version__
from engine.disk import side_files
from engine.disk.copying.digest import ALGORITHM
from engine.findings import Refusal
from engine.job.result import edited_config, manifest
from engine.job.result.conversion import Conversion, Image
from engine.job.trial import report, results
from engine.phrase import Phrase
from engine.printable import one_line, printable
from engine.report import certificate_pictures
from engine.report.certificate_pictures import Picture
from engine.sizes import binary

Say = Callable[[str], str]  #: what puts a phrase into the language of the page

_ROWS_LIMIT = 5000  #: changes and findings that are listed one by one
_CONFIG_LIMIT = 1 << 20  #: characters
_DISK_WIDTH, _SCREEN_WIDTH = 580, 290  #: pixels of pictures


def page(
    conversion: Conversion,
    by: str,
    moment: datetime,
    say: Say = str,
    language: str = "en",
    disks: Sequence[Picture] = (),
) -> str:
    """The page, HTML, for a conversion that ``by`` certifies at ``moment``; refuses E412, E420.

    ``disks`` are pictures of what the disks were made of, where somebody has drawn them.
    """
    text = _Text(say)
    title = Phrase("{machine}: from VMware to Xen", machine=conversion.name)
    lead = Phrase("Every image was read back and compared before it got its name.")
    parts = [
        _about(conversion, by, moment, text),
        _disks(disks, text),
        *(_image(each, text) for each in conversion.images),
        _config(conversion, text),
        _findings(conversion, text),
        _trials(conversion, text),
        _deliveries(conversion, text),
    ]
    footer = Phrase(
        "Made by vmx2xen {version}. The digests are those of the manifest; "
        "“vmx2xen verify” compares the images with them.",
        version=__version__,
    )
    return Template(files("resources").joinpath("certificate.html").read_text("utf-8")).substitute(
        language=escape(language),
        title=text(title),
        lead=text(lead),
        body="\n".join(filter(None, parts)),
        footer=text(footer),
    )


def write(content: bytes, target: Path) -> None:
    """Write a page to the new file ``target``; refuses E402, E403, E417."""
    with side_files.new_file(target) as file:
        file.write(content)


def default_path(conversion: Conversion) -> Path:
    """Where the certificate of a conversion goes if nothing else is said."""
    return conversion.config.with_suffix(".certificate.html")


class _Text:
    """Makes HTML of text: escaped, in the language of the page, without controls."""

    def __init__(self, say: Say) -> None:
        self._say = say

    def __call__(self, text: object) -> str:
        said = self._say(text) if isinstance(text, str) else str(text)
        return escape(one_line(said))

    def heading(self, text: Phrase) -> str:
        return f"<h2>{self(text)}</h2>"

    def code(self, text: object) -> str:
        """Something that is not translated: a digest, a path."""
        return f"<code>{escape(one_line(str(text)))}</code>"

    def block(self, text: str) -> str:
        return f"<pre>{escape(printable(text))}</pre>"

    def facts(self, rows: Iterable[tuple[Phrase, str]]) -> str:
        """A table of names and values, the latter HTML; empty values are left out."""
        lines = [f'<tr><th class="name">{self(name)}</th><td>{value}</td></tr>'
                 for name, value in rows if value]  # fmt: skip
        return f"<table>{''.join(lines)}</table>"

    def table(self, heads: Sequence[Phrase], rows: Iterable[Sequence[str]]) -> str:
        """A table with heads; the cells are HTML."""
        head = "".join(f"<th>{self(each)}</th>" for each in heads)
        lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]
        return f"<table><tr>{head}</tr>{''.join(lines)}</table>"

    def pictures(self, kind: str, pictures: Iterable[Picture], width: int) -> str:
        """Pictures that are part of the page, each with its caption."""
        figures = (
            f'<figure><img src="{each.address}" width="{width}" alt="{self(each.caption)}">'
            f"<figcaption>{self(each.caption)}</figcaption></figure>"
            for each in pictures
        )
        return f'<div class="{kind}">{"".join(figures)}</div>'

    def folded(self, title: Phrase, lines: Sequence[str]) -> str:
        """A list that is unfolded by a click; the lines are HTML."""
        items = "".join(f"<li>{each}</li>" for each in lines[:_ROWS_LIMIT])
        more = len(lines) - _ROWS_LIMIT
        if more > 0:
            items += f"<li>{self(Phrase('and {count} more', count=more))}</li>"
        return f"<details><summary>{self(title)}</summary><ul>{items}</ul></details>"


def _about(conversion: Conversion, by: str, moment: datetime, text: _Text) -> str:
    choices = conversion.choices
    snapshot = choices.snapshot if choices else ""
    is_own = manifest.check_text(conversion.folder)
    whole = Phrase("unchanged since it was written") if is_own else Phrase("of an older version")
    return text.heading(Phrase("The machine")) + text.facts(
        (
            (Phrase("Name"), text.code(conversion.name)),
            (Phrase("Source"), text.code(conversion.source)),
            (Phrase("State"), text.code(snapshot) if snapshot else text(Phrase("running state"))),
            (Phrase("Converted"), text(conversion.created)),
            (Phrase("For"), text(choices.target) if choices else ""),
            (Phrase("Manifest"), text(whole)),
            (Phrase("Certified by"), text.code(by)),
            (Phrase("Certified"), text(moment.isoformat(timespec="seconds"))),
        )
    )


def _disks(disks: Sequence[Picture], text: _Text) -> str:
    if not disks:
        return ""
    heading = text.heading(Phrase("What the disks were made of"))
    return heading + text.pictures("disks", disks, _DISK_WIDTH)


def _image(image: Image, text: _Text) -> str:
    found = text.heading(Phrase("Image {name}", name=image.path.name)) + text.facts(
        (
            (Phrase("Format"), text(image.format)),
            (Phrase("Size"), text(f"{binary(image.size)} ({image.size})")),
            (Phrase("Made of"), "<br>".join(_layer(each, text) for each in image.layers)),
            (Phrase("Digest ({kind})", kind=ALGORITHM), text.code(image.digest)),
            (Phrase("SHA-256"), text.code(image.sha256) if image.sha256 else ""),
            (Phrase("Place on the server"), text.code(image.place)),
        )
    )
    if not image.changes:
        return found + f"<p>{text(Phrase('Nothing was changed in the guest.'))}</p>"
    can_be = (
        Phrase("It can be taken back, to the byte.")
        if image.undoable
        else Phrase("It cannot be taken back.")
    )
    why = Phrase("So that the guest starts from Xen's disks, with the HAL that was chosen.")
    title = Phrase("{count} changes in the guest", count=len(image.changes))
    lines = [_change(each, text) for each in image.changes]
    return f"{found}<p>{text(why)} {text(can_be)}</p>{text.folded(title, lines)}"


def _layer(layer: dict[str, object], text: _Text) -> str:
    """One link of the chain that the image was made of."""
    words = [text.code(layer.get("file", "")), text(layer.get("format", ""))]
    if cid := layer.get("cid"):
        words.append(text(Phrase("content ID {cid}", cid=cid)))
    return ", ".join(words)


def _change(change: dict[str, object], text: _Text) -> str:
    where = " ".join(
        str(change[name])
        for name in ("path", "hive", "key", "value", "partition", "field")
        if change.get(name) not in (None, "")
    )
    before, after = change.get("before"), change.get("after")
    told = f"{text.code(where)}: {text.code('–' if before in (None, '') else before)}"
    note = f" ({text(change['note'])})" if change.get("note") else ""
    return f"{told} → {text.code('–' if after in (None, '') else after)}{note}"


def _config(conversion: Conversion, text: _Text) -> str:
    try:
        edited = edited_config.edited_text(conversion)
        own = conversion.config.read_text("utf-8") if edited is None else edited
    except (Refusal, OSError, UnicodeDecodeError) as error:
        why = Phrase("It cannot be read: {reason}", reason=str(error).splitlines()[0])
        return f"{text.heading(Phrase('Configuration'))}<p>{text(why)}</p>"
    state = (
        Phrase("As it was written by the conversion.")
        if edited is None
        else Phrase("It was changed by hand since it was written.")
    )
    heading = text.heading(Phrase("Configuration {name}", name=conversion.config.name))
    digest = text.facts([(Phrase("SHA-256"), text.code(edited_config.digest(own)))])
    return f"{heading}<p>{text(state)}</p>{digest}{text.block(own[:_CONFIG_LIMIT])}"


def _findings(conversion: Conversion, text: _Text) -> str:
    heading = text.heading(Phrase("What was found"))
    if not conversion.findings:
        return f"{heading}<p>{text(Phrase('Nothing that needs attention.'))}</p>"
    rows = [
        (
            text.code(each.get("code", "")),
            text(each.get("message", "")),
            text(each.get("remedy", "")),
        )
        for each in conversion.findings[:_ROWS_LIMIT]
    ]
    return heading + text.table((Phrase("Code"), Phrase("Found"), Phrase("Remedy")), rows)


def _trials(conversion: Conversion, text: _Text) -> str:
    tried = results.kept(conversion)
    if not tried:
        return ""
    heads = (*report.HEADS, Phrase("Where"), Phrase("Run by"), Phrase("Seen"))
    rows = [
        (
            *map(text.code, report.columns(each.hal, each.flags, each.settings)),
            text(each.where),
            text(str(each.runner)),
            text(each.summary),
        )
        for each in tried
    ]
    told = text.heading(Phrase("What was tried")) + text.table(heads, rows)
    shown = certificate_pictures.screens(conversion, tried)
    return told + (text.pictures("screens", shown, _SCREEN_WIDTH) if shown else "")


def _deliveries(conversion: Conversion, text: _Text) -> str:
    if not conversion.deliveries:
        return ""
    rows = [
        (text(each.at), text.code(each.target), "<br>".join(map(text.code, each.places)))
        for each in conversion.deliveries
    ]
    heads = (Phrase("When"), Phrase("Where"), Phrase("Images"))
    return text.heading(Phrase("What was sent")) + text.table(heads, rows)
