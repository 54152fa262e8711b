"""Keys as QEMU calls them (QKeyCode of its QMP), by the scan codes that X11 and Wayland give.

Scan codes name places on the keyboard, so the guest's own layout decides what a key means.
"""

from __future__ import annotations

_FIRST = 9  #: the scan code of Escape
_ROWS = (
    "esc 1 2 3 4 5 6 7 8 9 0 minus equal backspace "
    "tab q w e r t y u i o p bracket_left bracket_right ret "
    "ctrl a s d f g h j k l semicolon apostrophe grave_accent "
    "shift backslash z x c v b n m comma dot slash shift_r "
    "kp_multiply alt spc caps_lock f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 num_lock scroll_lock "
    "kp_7 kp_8 kp_9 kp_subtract kp_4 kp_5 kp_6 kp_add kp_1 kp_2 kp_3 kp_0 kp_decimal"
)
_REST = {
    94: "less", 95: "f11", 96: "f12", 104: "kp_enter", 105: "ctrl_r", 106: "kp_divide",
    107: "print", 108: "alt_r", 110: "home", 111: "up", 112: "pgup", 113: "left", 114: "right",
    115: "end", 116: "down", 117: "pgdn", 118: "insert", 119: "delete", 127: "pause",
    133: "meta_l", 134: "meta_r", 135: "menu",
}  # fmt: skip
_CODES = dict(enumerate(_ROWS.split(), start=_FIRST)) | _REST


def qcode(scan_code: int) -> str:
    """QEMU's name of the key; empty for one it does not have."""
    return _CODES.get(scan_code, "")
