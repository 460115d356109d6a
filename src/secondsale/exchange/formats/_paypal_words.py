"""PayPal's columns and kinds of rows, in the languages in which it writes them."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_COLUMNS = {
    "date": "date | datum | fecha | data",
    "time": "time | uhrzeit | heure | hora | cas | ora | tijd",
    "zone": "time zone | timezone | zeitzone | fuseau horaire | zona horaria"
    " | huso horario | casove pasmo | fuso orario | tijdzone",
    "name": "name | nom | nombre | jmeno | nome | naam",
    "kind": "type | typ | tipo | description | beschreibung | descripcion | popis"
    " | descrizione | omschrijving",
    "status": "status | etat | statut | estado | stav | stato",
    "currency": "currency | wahrung | devise | divisa | moneda | mena | valuta",
    "gross": "gross | brutto | avant commission | brut | bruto | hruba castka | lordo"
    " | amount | betrag | importe",
    "fee": "fee | gebuhr | entgelt | commission | frais | comision | poplatek"
    " | tariffa",
    "net": "net | netto | neto | cista castka",
    "from": "from email address | absender e-mail-adresse | von e-mail-adresse"
    " | adresse email de l'expediteur | de l'adresse email"
    " | correo electronico del remitente | e-mailova adresa odesilatele"
    " | z e-mailove adresy | indirizzo email mittente | van e-mailadres",
    "to": "to email address | empfanger e-mail-adresse | an e-mail-adresse"
    " | adresse email du destinataire | a l'adresse email"
    " | correo electronico del destinatario | na e-mailovou adresu"
    " | indirizzo email destinatario | naar e-mailadres",
    "id": "transaction id | transaktionscode | numero de transaction"
    " | id. de transaccion | id de transaccion | id transakce | id transazione"
    " | codice transazione | transactiereferentie",
    "of": "reference txn id | zugehoriger transaktionscode | txn-referenzkennung"
    " | numero de la transaction de reference | no de transaction de reference"
    " | id. de referencia de trans. | id de referencia de trans."
    " | id referencni transakce | codice transazione di riferimento"
    " | id transazione di riferimento",
    "balance": "balance | guthaben | solde | saldo | zustatek",
    "impact": "balance impact | auswirkung auf guthaben | impact sur le solde"
    " | repercusiones en el saldo | impatto sul saldo",
    "item": "item title | artikelbezeichnung | titre de l'objet | titulo del articulo"
    " | nazev polozky | titolo oggetto",
    "quantity": "quantity | anzahl | quantite | cantidad | mnozstvi | quantita",
    "subject": "subject | betreff | objet | asunto | predmet | oggetto",
    "note": "note | hinweis | remarque | nota | poznamka | messaggio",
    "phone": "contact phone number | telefon | telefonnummer der kontaktperson"
    " | numero de telephone du contact | no de telephone du contact"
    " | numero de telefono de contacto",
    "street": "address line 1 | adresszeile 1 | adresse | adresse 1 | addresse"
    " | direccion linea 1",
    "street 2": "address line 2/district/neighborhood | address line 2 | adresszusatz",
    "town": "town/city | ort | ville | ciudad",
    "code": "zip/postal code | plz | code postal | codigo postal",
    "country": "country | land | pays | pais",
    "place": "shipping address | lieferadresse | adresse de livraison"
    " | direccion de envio",
}
_MEANS = {
    name.strip(): field
    for field, names in _COLUMNS.items()
    for name in names.split("|")
}

TELLING = frozenset(
    {"zone", "fee", "net", "from", "to", "id", "of", "balance", "status", "kind"}
)
"""Columns of which every file of PayPal has several."""

_KINDS = (
    (
        "a currency conversion",
        "conversion umrechnung conversione konverze prevod_men omrekening",
    ),
    (
        "money held back or let go, no payment of its own",
        "hold release reserve authorization authorisation einbehalt zuruckbehalt "
        "vorlaufig freigabe autoris autoriz retenue blocage deblocage retencion "
        "liberacion bloqueo blocco sblocco rezerv zadrzen",
    ),
    (
        "an item of a payment in another row",
        "cart_item warenkorbartikel article_du_panier articulo_del_carr",
    ),
    ("a refund", "refund reversal chargeback ruckzahlung erstattung ruckbuchung "
     "ruckerstattung remboursement reembolso devolucion rimborso storno vraceni "
     "terugbetaling"),
    (
        "a transfer to or from a bank or card",
        "withdraw deposit transfer charge_from add_funds bankgutschrift abbuchung "
        "auszahlung einzahlung bankkonto virement retrait depot approvisionnement "
        "retirada retiro ingreso transferencia prelievo versamento vyber vklad "
        "opname storting overschrijving kreditkartengutschrift",
    ),
)  # fmt: skip
REFUND = "a refund"


def columns(known: frozenset[str]) -> Mapping[str, str]:
    """Return the name of the column for each field that a table has.

    Where two columns mean the same, such as a type and a description, the one that is
    named first above is taken.
    """
    names = [*_MEANS]
    found = {_bare(name): name for name in known}
    ranked = sorted(found.keys() & _MEANS.keys(), key=names.index, reverse=True)
    return {_MEANS[bare]: found[bare] for bare in ranked}


@lru_cache
def kind(written: str) -> str:
    """Return what a row is, if it is no payment; else nothing."""
    bare = _bare(written).replace(" ", "_")
    for meaning, parts in _KINDS:
        if any(part in bare for part in parts.split()):
            return meaning
    return ""


def _bare(written: str) -> str:
    """Return words without accents and typographic apostrophes, in small letters."""
    folded = written.casefold().replace("’", "'").replace("º", "o").replace("°", "o")
    parts = unicodedata.normalize("NFD", folded)
    return "".join(char for char in parts if not unicodedata.combining(char))
