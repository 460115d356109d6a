"""Everything the book knows of some customers: one query for each kind of fact."""

from collections.abc import Iterable, Iterator
from typing import Any

from secondsale.errors import NotFoundError
from secondsale.model import Contact, Customer, History, Pause, Sale, Settlement
from secondsale.store import facts, rows
from secondsale.store.reading import THERE, Questions, parts


class Histories(Questions):
    """An open book that tells what happened with its customers."""

    def history(self, customer_id: int) -> tuple[History, tuple[Settlement, ...]]:
        """Return all that is known of a customer, and what was settled.

        Errors: NotFoundError.
        """
        for pair in self.histories([customer_id]):
            return pair
        raise NotFoundError(f"there is no customer c{customer_id}")

    def histories(
        self, customer_ids: Iterable[int] | None = None
    ) -> Iterator[tuple[History, tuple[Settlement, ...]]]:
        """Yield the histories of some customers, or of all, in order of their ids.

        All are those who were not forgotten.
        """
        if customer_ids is None:
            batches = self._batches("customers", THERE)
        else:
            batches = parts(sorted(set(customer_ids)))
        for ids in batches:
            with self._one_view():
                batch = self._histories(ids)
            yield from batch

    def wishes(self) -> Iterator[History]:
        """Yield of all customers how they can be reached, and what they opted out of.

        The rest of these histories is empty.
        """
        kind = facts.OF_CUSTOMER["opt_outs"]
        for ids in self._batches("customers", THERE):
            with self._one_view():
                customers = self._customers(self._rows_of("customers", "id", ids))
                wishes = self._facts_of("opt_outs", kind, ids)
            yield from (
                History(customer=who, opt_outs=wishes.get(who.id, ()))
                for who in customers
            )

    def drafted(self) -> Iterator[History]:
        """Yield the conversations with each customer for whom a draft was used.

        The rest of these histories is empty.
        """
        found = self._rows(
            "SELECT DISTINCT contacts.customer_id AS id FROM covers JOIN contacts"
            " ON contacts.id = covers.contact_id JOIN customers"
            f" ON customers.id = contacts.customer_id AND {THERE}"
            " WHERE covers.wording <> '' ORDER BY 1"
        )
        for ids in parts(row["id"] for row in found):
            with self._one_view():
                customers = self._customers(self._rows_of("customers", "id", ids))
                contacts = self._contacts_with(ids)
            yield from (
                History(customer=who, contacts=tuple(contacts.get(who.id, ())))
                for who in customers
            )

    def _histories(
        self, ids: list[int]
    ) -> list[tuple[History, tuple[Settlement, ...]]]:
        customers = self._customers(self._rows_of("customers", "id", ids))
        sales = self._sales_to(ids)
        contacts = self._contacts_with(ids)
        settlements = self._facts_of("settlements", facts.SETTLEMENTS, ids)
        others = self._other_facts(ids)
        referred = self._referred(ids)
        everybodys = self.pauses()
        terms = self.reward_terms()
        trials = self.trials()
        learned = self.learned()

        def history(customer: Customer) -> History:
            own = others.get(customer.id, {})
            return History(
                customer=customer,
                sales=tuple(sales.get(customer.id, ())),
                contacts=tuple(contacts.get(customer.id, ())),
                pauses=_together(everybodys, own.pop("pauses", ())),
                referred=tuple(referred.get(customer.id, ())),
                reward_terms=terms,
                trials=trials,
                learned=learned,
                **own,
            )

        return [(history(each), settlements.get(each.id, ())) for each in customers]

    def _sales_to(self, customer_ids: list[int]) -> dict[int, list[Sale]]:
        sales: dict[int, list[Sale]] = {}
        order = "sold_on, id"
        for sale in self._sales(
            self._rows_of("sales", "customer_id", customer_ids, order)
        ):
            sales.setdefault(sale.customer_id, []).append(sale)
        return sales

    def _contacts_with(self, customer_ids: list[int]) -> dict[int, list[Contact]]:
        contacts: dict[int, list[Contact]] = {}
        order = "contacted_on, id"
        found = self._rows_of("contacts", "customer_id", customer_ids, order)
        for row, contact in zip(found, self._contacts(found), strict=True):
            contacts.setdefault(row["customer_id"], []).append(contact)
        return contacts

    def _other_facts(self, customer_ids: list[int]) -> dict[int, dict[str, Any]]:
        others: dict[int, dict[str, Any]] = {}
        for field in self._filled(facts.OF_CUSTOMER):
            found = self._facts_of(field, facts.OF_CUSTOMER[field], customer_ids)
            for customer_id, own in found.items():
                others.setdefault(customer_id, {})[field] = own
        return others

    def _facts_of(
        self, table: str, kind: facts.Kind, customer_ids: list[int]
    ) -> dict[int, tuple[Any, ...]]:
        found = self._rows_of(kind.source, "customer_id", customer_ids, kind.order)
        return {
            customer_id: tuple(rows.read(table, kind.make, row) for row in group)
            for customer_id, group in rows.by("customer_id", found).items()
        }

    def _referred(
        self, customer_ids: list[int]
    ) -> dict[int, list[tuple[Customer, Sale]]]:
        sent = self._rows_of("customers", "referred_by", customer_ids)
        if not sent:
            return {}
        known = {customer.id: customer for customer in self._customers(sent)}
        found = self._rows_of("sales", "customer_id", list(known), "sold_on, id")
        # Of each customer the first row, still in the order of all of them.
        firsts = {row["customer_id"]: row for row in reversed(found)}
        referred: dict[int, list[tuple[Customer, Sale]]] = {}
        for sale in self._sales(
            [row for row in found if row is firsts[row["customer_id"]]]
        ):
            customer = known[sale.customer_id]
            assert customer.referred_by is not None
            referred.setdefault(customer.referred_by, []).append((customer, sale))
        return referred


def _together(
    everybodys: tuple[Pause, ...], own: tuple[Pause, ...]
) -> tuple[Pause, ...]:
    if not own:
        return everybodys
    return tuple(sorted((*everybodys, *own), key=lambda pause: pause.since))
