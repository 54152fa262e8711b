"""The language of the window: the first of the user's that there is, and English is one."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

FOLDER = str(files("resources") / "translations")


#: What there is, each by its own name.
LANGUAGES = {"en": "English", "de": "Deutsch"}


def locale(language: str) -> QLocale:
    """That of a language, with the numbers of it; of the system where none is chosen."""
    return QLocale(language) if language in LANGUAGES else QLocale.system()


def speak(app: QCoreApplication, locale: QLocale) -> list[QTranslator]:
    """Install what translates our texts and those of Qt; returns it, empty for English."""
    for language in locale.uiLanguages():
        name = language.replace("-", "_")
        if name in ("C", "en") or name.startswith("en_"):
            return []
        own = QTranslator(app)
        if own.load(f"vmx2xen_{name}", FOLDER):  # for de_AT takes de
            qt = QTranslator(app)
            qt.load(f"qtbase_{name}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
            for each in (qt, own):
                app.installTranslator(each)
            return [qt, own]
    return []
