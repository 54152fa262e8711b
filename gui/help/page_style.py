"""How a page of the guide looks: room around headings and code, which Markdown leaves out."""

from __future__ import annotations

from PySide6.QtGui import (
    QFont,
    QPalette,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextLength,
    QTextTable,
)

_BODY = 6.0  #: pixels below a paragraph
_ABOVE = {1: 0.0, 2: 22.0, 3: 16.0}  #: above a heading, by its level
_SIZES = {1: 1.6, 2: 1.2, 3: 1.05}  #: of its letters, as a part of the body's
_CODE_INSET, _CODE_AROUND = 12.0, 8.0
_PADDING = 5.0  #: in a cell of a table


def dress(document: QTextDocument, palette: QPalette, width: int) -> None:
    """Give the blocks of a page their room, and code a ground; pictures are ``width`` at most."""
    block = document.begin()
    while block.isValid():
        _dress_block(block, palette)
        _fit_pictures(block, width)
        _colour_links(block, palette)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            shape = frame.format()
            shape.setCellPadding(_PADDING)
            shape.setTopMargin(_BODY)
            shape.setBottomMargin(_BODY)
            shape.setBorderCollapse(True)
            shape.setBorder(1)
            shape.setBorderBrush(palette.color(QPalette.ColorRole.Midlight))
            shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
            frame.setFormat(shape)


def _dress_block(block: QTextBlock, palette: QPalette) -> None:
    shape = block.blockFormat()
    level = shape.headingLevel()
    if level:
        shape.setTopMargin(_ABOVE.get(level, _ABOVE[3]))
        shape.setBottomMargin(_BODY)
        _resize(block, _SIZES.get(level, 1.0))
    elif _is_code(block):
        shape.setBackground(palette.color(QPalette.ColorRole.AlternateBase))
        shape.setLeftMargin(_CODE_INSET)
        shape.setTopMargin(0 if _is_code(block.previous()) else _CODE_AROUND)
        shape.setBottomMargin(0 if _is_code(block.next()) else _CODE_AROUND + _BODY)
    elif QTextCursor(block).currentTable() is None:
        shape.setBottomMargin(_BODY / 2 if block.textList() else _BODY)
        shape.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    QTextCursor(block).setBlockFormat(shape)


def _fit_pictures(block: QTextBlock, width: int) -> None:
    """Have no picture wider than the page."""
    parts = block.begin()
    while not parts.atEnd():
        part = parts.fragment()
        if part.charFormat().isImageFormat():
            shape = part.charFormat().toImageFormat()
            shape.setMaximumWidth(QTextLength(QTextLength.Type.FixedLength, width))
            cursor = QTextCursor(block)
            cursor.setPosition(part.position())
            cursor.setPosition(part.position() + part.length(), cursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(shape)
        parts += 1


def _colour_links(block: QTextBlock, palette: QPalette) -> None:
    """Give links the colour of this palette: a page keeps that of when it was read."""
    parts = block.begin()
    while not parts.atEnd():
        part = parts.fragment()
        if part.charFormat().isAnchor():
            cursor = QTextCursor(block)
            cursor.setPosition(part.position())
            cursor.setPosition(part.position() + part.length(), cursor.MoveMode.KeepAnchor)
            letters = QTextCharFormat()
            letters.setForeground(palette.color(QPalette.ColorRole.Link))
            cursor.mergeCharFormat(letters)
        parts += 1


def _resize(block: QTextBlock, factor: float) -> None:
    cursor = QTextCursor(block)
    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
    letters = cursor.charFormat()
    font = block.document().defaultFont()
    letters.setFontPointSize(font.pointSizeF() * factor)
    letters.clearProperty(QTextFormat.Property.FontSizeAdjustment)
    letters.setFontWeight(QFont.Weight.Bold)
    cursor.mergeCharFormat(letters)


def _is_code(block: QTextBlock) -> bool:
    fences = (QTextFormat.Property.BlockCodeFence, QTextFormat.Property.BlockCodeLanguage)
    return block.isValid() and any(block.blockFormat().hasProperty(each) for each in fences)
