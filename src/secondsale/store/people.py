"""What is done about customers: added, changed, talked to, and left alone."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TypedDict, Unpack

from secondsale.days import Birthday
from secondsale.model import (
    Channel,
    Contact,
    Covered,
    Customer,
    Outcome,
    Settlement,
    Status,
)
from secondsale.store import matching, rows
from secondsale.store.writing import Acts, refuse_unknown


class CustomerChanges(TypedDict, total=False):
    """What can be changed of a customer."""

    name: str
    email: str
    phone: str
    channel: Channel | None
    best_time: str
    birthday: Birthday | None
    source: str
    note: str
    referred_by: int | None
    tier: str
    owner: str
    address: str
    postcode: str


class People(Acts):
    """An open book that keeps what happens with its customers."""

    def add_customer(
        self,
        name: str,
        *,
        added_on: date,
        email: str = "",
        phone: str = "",
        channel: Channel | None = None,
        best_time: str = "",
        birthday: Birthday | None = None,
        source: str = "",
        note: str = "",
        referred_by: int | None = None,
        tier: str = "",
        owner: str = "",
        tags: Sequence[str] = (),
        address: str = "",
        postcode: str = "",
    ) -> Customer:
        """Add a customer."""
        values = {
            "name": name,
            "email": email,
            "phone": phone,
            "channel": channel,
            "best_time": best_time,
            "birthday": birthday,
            "source": source,
            "note": note,
            "referred_by": referred_by,
            "tier": tier,
            "owner": owner,
            "address": address,
            "postcode": postcode,
            "added_on": added_on,
        }
        return self.set_tags(self._insert("customers", customer_columns(values)), tags)

    def update_customer(
        self, customer_id: int, **changes: Unpack[CustomerChanges]
    ) -> Customer:
        """Change what is known of a customer.

        Errors: NotFoundError.
        """
        refuse_unknown(changes, CustomerChanges)
        self.customer(customer_id)
        self._update("customers", customer_id, customer_columns(changes))
        return self.customer(customer_id)

    def set_tags(self, customer_id: int, tags: Sequence[str]) -> Customer:
        """Give a customer these tags, in this order, and no others.

        Errors: NotFoundError.
        """
        self.customer(customer_id)
        wanted = list(dict.fromkeys(tags))
        stay = 0
        for row in self._rows_of("tags", "customer_id", [customer_id]):
            # What stays as it is keeps its row, so that each tag can be undone alone.
            if wanted[stay : stay + 1] == [row["tag"]]:
                stay += 1
            else:
                self._delete("tags", row["id"])
        for tag in wanted[stay:]:
            values = {"customer_id": customer_id, "tag": tag}
            self._insert("tags", rows.record(values))
        return self.customer(customer_id)

    def log_contact(
        self,
        customer_id: int,
        *,
        on: date,
        outcome: Outcome,
        channel: Channel | None = None,
        inbound: bool = False,
        note: str = "",
        covered: Sequence[Covered] = (),
        score: int | None = None,
    ) -> Contact:
        """Keep a conversation with a customer, or the attempt at one."""
        values = {
            "customer_id": customer_id,
            "contacted_on": on,
            "outcome": outcome,
            "channel": channel or "",
            "inbound": inbound,
            "note": note,
            "score": score,
        }
        contact_id = self._insert("contacts", rows.record(values))
        for each in covered:
            cover = {
                "contact_id": contact_id,
                "key": each.key,
                "intent": each.intent,
                "about": each.about,
                "wording": each.wording,
            }
            self._insert("covers", rows.record(cover))
        return self.contact(contact_id)

    def complete_contact(
        self, contact_id: int, *, outcome: Outcome, note: str
    ) -> Contact:
        """Keep more of what was said in a conversation, and what came of it."""
        said = {"outcome": outcome, "note": note}
        self._update("contacts", contact_id, rows.record(said))
        for row in self._rows(
            "SELECT id FROM settlements WHERE contact_id = ? AND status = ?",
            contact_id,
            Status.DONE,
        ):
            self._update("settlements", row["id"], rows.record({"reason": outcome}))
        return self.contact(contact_id)

    def settle(
        self,
        customer_id: int,
        settlements: Sequence[Settlement],
        contact_id: int | None = None,
    ) -> None:
        """Keep what became of some touchpoints, and the contact that settled them."""
        for settlement in settlements:
            values = {
                "customer_id": customer_id,
                "key": settlement.key,
                "status": settlement.status,
                "settled_on": settlement.on,
                "until": settlement.until,
                "reason": settlement.reason,
                "contact_id": contact_id,
            }
            self._insert("settlements", rows.record(values))

    def opt_out(
        self, customer_id: int, scope: str, *, since: date, source: str
    ) -> None:
        """Keep a customer's wish not to be contacted."""
        values = {
            "customer_id": customer_id,
            "scope": scope,
            "since": since,
            "source": source,
        }
        self._insert("opt_outs", rows.record(values))

    def lift_opt_outs(
        self, customer_id: int, *, on: date, scopes: Collection[str] = ()
    ) -> int:
        """End a customer's opt-outs, or those of some scopes; return how many."""
        found = self._rows(
            "SELECT id, scope FROM opt_outs"
            " WHERE customer_id = ? AND lifted_on IS NULL",
            customer_id,
        )
        open_ones = [row for row in found if not scopes or row["scope"] in scopes]
        for row in open_ones:
            self._update("opt_outs", row["id"], rows.record({"lifted_on": on}))
        return len(open_ones)


def customer_columns(values: Mapping[str, object]) -> dict[str, rows.Stored]:
    """Return the columns of what is known of a customer, and what finds them."""
    columns = rows.record(values)
    if "name" in columns:
        columns |= rows.name_keys(str(columns["name"]))
    if "email" in columns:
        columns["email_key"] = matching.email_key(str(columns["email"]))
    if "phone" in columns:
        columns["phone_key"] = matching.phone_key(str(columns["phone"]))
    if "channel" in columns:
        columns["channel"] = columns["channel"] or ""
    return columns
