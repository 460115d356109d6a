"""What a column may hold, and what people call it in several languages."""

import re
import unicodedata

IGNORE = "ignore"

OF_PEOPLE = (
    "name", "first name", "last name", "email", "phone", "address", "postcode",
    "birthday", "customer id", "tags", "channel", "opted out", "note",
)  # fmt: skip
OF_SALES = (
    "date", "time", "product", "quantity", "unit price", "total", "currency",
    "order id", "status", "delivered on", "category", "source",
)  # fmt: skip
FIELDS = (*OF_PEOPLE, *OF_SALES, IGNORE)

JOINED = frozenset({"email", "phone", "address", "tags", "note", IGNORE})
"""Fields that several columns may hold together."""

SOLD = frozenset({"product", "quantity", "unit price", "total", "order id"})
"""One of these, and the table is one of sales; without, one of people."""

DATES = ("date", "delivered on")
NUMBERS = ("quantity", "unit price", "total")

_ENGLISH = """
name: name, full name, customer, customer name, client, client name, buyer, buyer
  name, guest, guest name, contact, contact name, person, who, bill to, sold to, ship
  to, billing name, shipping name, recipient, hostess, member, member name
first name: first name, firstname, given name, forename, first, fname, first names,
  given names, christian name, customer first name, client first name, buyer first
  name, billing first name, shipping first name, contact first name
last name: last name, lastname, surname, family name, last, lname, second name, last
  names, surnames, customer last name, client last name, buyer last name, billing last
  name, shipping last name, contact last name
email: email, e mail, mail, email address, e mail address, customer email, client
  email, buyer email, email 1, contact email
phone: phone, phone number, telephone, tel, mobile, mobile phone, mobile number, cell,
  cell phone, cellphone, whatsapp, home phone, phone 1, contact number, customer
  phone, number to call
address: address, street, street address, address 1, address 2, address line 1,
  address line 2, address1, address2, city, town, state, province, region, county,
  country, mailing address, shipping address, billing address
postcode: postcode, post code, zip, zip code, zipcode, postal code, postal
birthday: birthday, bday, b day, birth date, birthdate, date of birth, dob, born,
  birth day
customer id: customer id, client id, customer number, customer no, client number,
  member id, member number, contact id, customer nr
tags: tags, tag, labels, label, groups, group, segment, list
channel: preferred channel, preferred contact, contact by, best way, preferred contact
  method, contact preference
opted out: opted out, opt out, unsubscribed, do not contact, do not call, no contact,
  do not email
note: note, notes, comment, comments, remark, remarks, memo, description of customer,
  details
date: date, sale date, order date, sold on, date sold, when, purchase date, date of
  purchase, date purchased, bought on, ordered on, order placed, transaction date,
  invoice date, payment date, paid on, created, created at, datetime, date time, day,
  sold, timestamp, party date
time: time, sale time, order time, time of day
product: product, product name, item, item name, item description, items, products,
  bought, what, what they bought, purchase, purchased, ordered, description, article,
  service, goods, line item, lineitem name, product title, sold item, treatment, set
quantity: quantity, qty, count, units, pieces, pcs, how many, amount of items, number
  of items, no of items, quantity sold
unit price: unit price, price, price each, each, item price, price per unit, per unit,
  retail price, single price, rate
total: total, amount, how much, total price, total amount, order total, sum, paid,
  amount paid, value, sale amount, revenue, gross, line total, sale total, subtotal,
  sales, cost, price paid, spent, charge, grand total, net total
currency: currency, currency code
order id: order id, order number, order no, order, invoice, invoice number, invoice
  no, receipt, receipt number, receipt no, transaction id, sale id, sale number, order
  ref, reference, booking number, ticket
status: status, order status, payment status, state of order, paid status
delivered on: delivered on, delivered, delivery date, date delivered, arrival date,
  arrived, received on
category: category, product category, product type, type of product, department,
  product line, range
source: source, origin, lead source, how they found me, heard about us, referral
  source, where from, found us via
"""

_OTHERS = """
name: kunde, kundin, kundenname, käufer, käuferin, vollständiger name, empfänger,
  ansprechpartner, nom complet, client, cliente, nombre, nombre completo, nombre del
  cliente, comprador, acheteur, nom du client, nome, nome completo, nome cliente, nome
  do cliente, acquirente, klant, klantnaam, naam, koper, volledige naam
first name: vorname, vornamen, rufname, vorname des kunden, prénom, prénoms, prénom du
  client, nombre de pila, nombres, primer nombre, nome proprio, nome di battesimo,
  voornaam, voornamen, roepnaam, primeiro nome, nome próprio
last name: nachname, familienname, zuname, nachname des kunden, nom, nom de famille, nom
  d usage, apellido, apellidos, primer apellido, apellido paterno, cognome, achternaam,
  familienaam, sobrenome, sobrenomes, apelido, apelidos, último nome, nome de família
email: e mail adresse, email adresse, mailadresse, courriel, adresse email, adresse e
  mail, adresse mail, correo, correo electrónico, correo electronico, posta
  elettronica, indirizzo email, e mailadres, emailadres, mailadres, endereço de email,
  endereço de e mail
phone: telefon, telefonnummer, handy, handynummer, mobil, mobilnummer, rufnummer,
  mobiltelefon, téléphone, numéro de téléphone, portable, tél, teléfono, móvil,
  celular, número de teléfono, telefono, cellulare, numero di telefono, telefoon,
  telefoonnummer, mobiel, gsm, telefone, telemóvel, número de telefone
address: adresse, anschrift, straße, strasse, straße und hausnummer, hausnummer, ort,
  stadt, wohnort, land, bundesland, rue, ville, pays, adresse postale, dirección,
  calle, ciudad, provincia, país, indirizzo, via, città, paese, adres, straat,
  huisnummer, plaats, woonplaats, stad, provincie, endereço, rua, cidade, morada,
  localidade, estado, distrito
postcode: plz, postleitzahl, code postal, código postal, codigo postal, cp, cap,
  codice postale, cep
birthday: geburtstag, geburtsdatum, anniversaire, date de naissance, né le, née le,
  cumpleaños, fecha de nacimiento, compleanno, data di nascita, verjaardag,
  geboortedatum, aniversário, data de nascimento
customer id: kundennummer, kundennr, kunden nr, kunden id, numéro client, numéro de
  client, n client, número de cliente, numero cliente, codice cliente, klantnummer,
  klantnr
tags: schlagworte, schlagwörter, gruppe, gruppen, étiquettes, groupe, groupes,
  etiquetas, grupo, etichette, gruppo, labels, groep, marcadores
channel: bevorzugter kanal, kontaktart, canal, canale, kanaal
opted out: nicht kontaktieren, keine werbung, abgemeldet, ne pas contacter,
  désinscrit, désabonné, no contactar, baja, non contattare, disiscritto, niet
  contacteren, afgemeld, não contactar
note: notiz, notizen, bemerkung, bemerkungen, anmerkung, anmerkungen, kommentar,
  remarque, remarques, commentaire, commentaires, nota, notas, comentario,
  comentarios, observaciones, note, commento, commenti, osservazioni, notitie,
  notities, opmerking, opmerkingen, observação, observações, comentário
date: datum, verkaufsdatum, bestelldatum, kaufdatum, rechnungsdatum, tag, verkauft am,
  gekauft am, date de vente, date de commande, date d achat, date commande, date
  facture, fecha, fecha de venta, fecha de compra, fecha del pedido, fecha pedido,
  data, data vendita, data ordine, data di acquisto, data acquisto, verkoopdatum,
  besteldatum, aankoopdatum, factuurdatum, data da venda, data do pedido, data da
  compra, data de compra
time: uhrzeit, zeit, heure, hora, ora, tijd, orario
product: produkt, produktname, artikel, artikelname, artikelbezeichnung, bezeichnung,
  ware, gekauft, was, produit, article, désignation, libellé, nom du produit,
  producto, artículo, articulo, nombre del producto, descripción, concepto, prodotto,
  articolo, nome prodotto, descrizione, omschrijving, productnaam, produto, item,
  artigo, nome do produto, descrição
quantity: menge, anzahl, stück, stückzahl, stk, quantité, qté, nombre d articles,
  cantidad, cant, unidades, quantità, qtà, q tà, pezzi, aantal, hoeveelheid, stuks,
  quantidade, qtd, qtde
unit price: einzelpreis, stückpreis, preis, preis pro stück, prix, prix unitaire, pu,
  precio, precio unitario, prezzo, prezzo unitario, prijs, stukprijs, eenheidsprijs,
  preço, preço unitário, valor unitário
total: betrag, gesamt, gesamtbetrag, gesamtpreis, gesamtsumme, summe, umsatz, bezahlt,
  endbetrag, endsumme, endpreis, brutto, bruttobetrag, betrag brutto, rechnungsbetrag,
  kaufbetrag, montant, montant total, montant ttc, montant total ttc, prix total, prix
  ttc, total ttc, somme, payé, montant payé, importe, importe total, total con iva,
  total pagado, monto, monto total, precio total, pagado, importo, importo totale,
  totale, totale ordine, totale ivato, prezzo totale, incasso, pagato, bedrag, totaal,
  totaalbedrag, totaalprijs, totaal incl btw, bedrag incl btw, betaald, valor, valor
  total, valor pago, total pago, preço total, montante, montante total, pago
currency: währung, devise, monnaie, moneda, divisa, valuta, munt, moeda
order id: bestellnummer, bestellnr, auftragsnummer, rechnungsnummer, rechnungsnr,
  rechnung, bestellung, belegnummer, numéro de commande, n commande, commande, numéro
  de facture, facture, número de pedido, pedido, n pedido, número de factura, factura,
  numero ordine, ordine, numero fattura, fattura, n ordine, bestelnummer, ordernummer,
  factuurnummer, factuur, número do pedido, encomenda, número da encomenda, fatura
status: bestellstatus, zahlungsstatus, zustand, statut, état, estado del pedido,
  stato, stato ordine, situação, estado da encomenda
delivered on: geliefert am, lieferdatum, zugestellt am, livré le, date de livraison,
  entregado el, fecha de entrega, consegnato il, data di consegna, data consegna,
  geleverd op, leverdatum, bezorgd op, entregue em, data de entrega
category: kategorie, warengruppe, produktgruppe, catégorie, categoría, categoria,
  categorie, productgroep, famille
source: quelle, herkunft, origine, origen, fuente, fonte, bron, origem
"""

_LIKE = (
    ("email", r"e ?mail|courriel|correo elec"),
    ("birthday", r"birth|bday|geburt|naissance|nacimiento|nascita|geboorte|nascimento"),
    ("phone", r"phone|\bmobile\b|telefon|handy|\bcell|telefoon|\bmóvil|whatsapp"),
    ("postcode", r"\bzip\b|post ?code|postal code|\bplz\b|code postal|codigo postal"),
)
"""What a name may contain that says enough."""


def words_of(head: str) -> str:
    """Return a column's name as bare words: without case, accents, marks, brackets."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", head)
    parts = unicodedata.normalize("NFKD", (bare if bare.strip() else head).casefold())
    plain = "".join(c for c in parts if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def _read(lists: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lists.strip().replace("\n  ", " ").splitlines():
        field, _, names = line.partition(":")
        for name in names.split(","):
            found.setdefault(words_of(name), field)
    return found


ENGLISH, OTHERS = _read(_ENGLISH), _read(_OTHERS)


def field_of(head: str) -> str:
    """Return what a column holds, judging by its name, or nothing."""
    words = words_of(head)
    found = ENGLISH.get(words) or OTHERS.get(words)
    if found:
        return found
    return next((field for field, like in _LIKE if re.search(like, words)), "")


def is_foreign(head: str) -> bool:
    """Return whether a column's name is known, and not from English."""
    words = words_of(head)
    return words in OTHERS and words not in ENGLISH
