"""The names of months as files of several languages write them."""

import unicodedata

_NAMES = """
january jan januar jänner janner janvier janv enero ene gennaio gen januari janeiro
february feb februar feber février févr fevr fev febrero febbraio februari fevereiro
march mar märz marz mrz maerz mars marzo maart mrt março marco
april apr avril avr abril abr aprile
may mai mayo maggio mag mei maio
june jun juni juin junio giugno giu junho
july jul juli juillet juil julio luglio lug julho
august aug août aout agosto ago augustus
september sep sept septembre septiembre setiembre set settembre setembro
october oct oktober okt octobre octubre ottobre ott outubro out
november nov novembre noviembre novembro
december dec dezember dez décembre déc diciembre dic dicembre dezembro
"""


def _plain(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


_MONTHS = {
    _plain(name): month
    for month, names in enumerate(_NAMES.strip().splitlines(), start=1)
    for name in names.split()
}


def month_of(name: str) -> int | None:
    """Return the number of a month from its name, whole or cut short, or None."""
    return _MONTHS.get(_plain(name.rstrip(".")))
