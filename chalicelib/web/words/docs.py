"""Words of the page that describes the API: French, then English."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "docs.title": ("L'API", "The API"),
    "docs.lead": (
        "Ce que des outils peuvent lire et faire : un tableur, un site, un programme d'envoi. "
        "La référence est en anglais, comme les noms des champs.",
        "What tools can read and do: a spreadsheet, a website, a mailing program.",
    ),
    "docs.download": ("La même en OpenAPI 3.1 :", "The same as OpenAPI 3.1:"),
    "docs.contents": ("Sommaire", "Contents"),
    "docs.public": ("public", "public"),
    "docs.token": ("jeton", "token"),
    "docs.maybe": ("jeton selon le cas", "token in some cases"),
    "docs.parameters": ("Paramètres", "Parameters"),
    "docs.path": ("adresse", "path"),
    "docs.query": ("requête", "query"),
    "docs.header": ("en-tête", "header"),
    "docs.required": ("obligatoire", "required"),
    "docs.optional": ("facultatif", "optional"),
    "docs.default": ("par défaut {value}", "{value} by default"),
    "docs.from": ("au moins {value}", "at least {value}"),
    "docs.to": ("au plus {value}", "at most {value}"),
    "docs.longest": ("{value} caractères au plus", "at most {value} characters"),
    "docs.body": ("Corps :", "Body:"),
    "docs.answers": ("Réponses", "Answers"),
    "docs.example": ("Exemple de réponse", "An answer, for example"),
    "docs.headers": ("En-têtes :", "Headers:"),
    "docs.refusals": ("Erreurs :", "Errors:"),
    "docs.errors": ("Les erreurs", "Errors"),
    "docs.schemas": ("Les formes", "Shapes"),
    "docs.or_null": ("ou null", "or null"),
    "docs.list_of": ("liste de", "list of"),
}
