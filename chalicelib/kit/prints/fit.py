"""One text in its place: as large as fits, or a word about what to shorten and by how much."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.kit.model import DoesNotFit, Matter
from chalicelib.kit.prints.words import set_
from chalicelib.kit.type.blocks import Block, Face, block, block_of_address, fits, too_many
from chalicelib.language import NBSP

STEPS = 20
"""In how many steps texts shrink."""

_KINDS = {"flyer": "Tract", "poster": "Affiche", "card": "Carte", "sticker": "Autocollant"}
_FIELDS = {
    "call": "l'appel",
    "title": "le titre",
    "demands": "les demandes",
    "text": "le texte",
    "association": "le nom de l'association",
    "group": "le nom du groupe",
    "address": "l'adresse",
    "host": "l'adresse de la plateforme",
    "hint": "les mots autour de l'adresse",
    "printer": "le nom de l'imprimeur",
    "act": "le mode d'emploi",
    "legal": "la mention légale",
}
"""What is printed, and its texts, as French messages call them."""


@dataclass(frozen=True, slots=True)
class Print:
    """What is printed and whose, for messages: `kind` such as `A6 flyer`; `out` is the way out."""

    kind: str
    matter: Matter
    out: str

    @property
    def whose(self) -> str:
        """The print and its people, as messages begin."""
        return f"{self.kind} of {self._names}"

    @property
    def whose_in_french(self) -> str:
        """The same in French."""
        *size, kind = self.kind.split()
        return f"{' '.join((_KINDS[kind], *size))} ({self._names})"

    @property
    def _names(self) -> str:
        return ", ".join(name for name in (self.matter.association, self.matter.group) if name)

    def check(self) -> None:
        """`DoesNotFit` when nothing is left of a text, because the type has none of its letters.

        Of other texts, emoji and the like are left out, as in the pictures of previews.
        """
        for field in ("call", "title", "demands", "text", "association", "group"):
            value = getattr(self.matter, field)
            for said in (value,) if isinstance(value, str) else value:
                if said.strip() and not set_(said, self.matter.locale):
                    raise DoesNotFit(
                        f"{self.whose}: the type has none of the letters of {field} {said!r};"
                        " write it in Latin letters",
                        f"{self.whose_in_french} : les caractères d'imprimerie n'ont aucune lettre"
                        f" de « {said} » ({_FIELDS[field]}) ; écrivez en lettres latines",
                    )

    def too_long(self, field: str, more: int, smallest: float) -> DoesNotFit:
        """The error about a field with `more` letters than fit at its smallest size."""
        many = f"about {more} letter{'s' if more > 1 else ''}"
        beyond = f"environ {more} lettre{'s' if more > 1 else ''} de trop"
        points = f"{smallest:g}".replace(".", ",")
        return DoesNotFit(
            f"{self.whose}: {field} is {many} too long"
            f" at the smallest size that can be read ({smallest:g} pt): shorten it{self.out}",
            f"{self.whose_in_french} : {beyond} dans {_FIELDS[field]}, même à la plus petite taille"
            f" lisible ({points}{NBSP}pt) ; raccourcissez"
            f"{', ou imprimez plus grand' if self.out else ''}",
        )

    def fitted(
        self,
        field: str,
        text: str,
        face: Face,
        room: float,
        lines: int,
        height: float = float("inf"),
        address: bool = False,
    ) -> Block:
        """`text` in at most so many lines of `room` mm, at most `height` mm high.

        One line less is worth half of the sizes, and to an address all of them: it is rather
        small than broken. `DoesNotFit` when a text needs less than the face's smallest.
        """
        broken = block_of_address if address else block

        def good(kept: str, part: float = 0.0, most: int = lines) -> bool:
            found = broken(kept, face, part, room)
            return len(found.lines) <= most and fits(found, room, height)

        least = 0 if address else STEPS // 2
        for most, low in [*((fewer, least) for fewer in range(1, lines + 1)), (lines, 0)]:
            for step in range(STEPS, low - 1, -1):
                if good(text, step / STEPS, most):
                    return broken(text, face, step / STEPS, room)
        raise self.too_long(field, too_many(text, good), face.smallest)
