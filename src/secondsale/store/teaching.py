"""What is said about products: lessons, reasons, resources, what goes with them."""

from secondsale.errors import InputError, NotFoundError
from secondsale.model import Lesson, Product, Resource
from secondsale.store import rows
from secondsale.store.writing import Acts


class Teaching(Acts):
    """An open book that keeps what to say about products."""

    def add_lesson(self, product_id: int, lesson: Lesson) -> Product:
        """Add something to teach about a product.

        Errors: NotFoundError; InputError if it has a lesson of that id.
        """
        product = self.product(product_id)
        if any(each.id == lesson.id for each in product.lessons):
            raise InputError(
                f"{product.name} has a lesson called {lesson.id} already",
                "remove that one first, or give this one another name",
            )
        values: dict[str, object] = {
            "word": lesson.id,
            "text": lesson.text,
            "after_days": lesson.after_days,
            "months": " ".join(map(str, lesson.months)),
        }
        return self._said("lessons", product_id, values)

    def remove_lesson(self, product_id: int, lesson_id: str) -> Product:
        """Teach something no longer.

        Errors: NotFoundError.
        """
        product = self.product(product_id)
        found = self._rows(
            "SELECT id FROM lessons WHERE product_id = ? AND word = ?",
            product_id,
            lesson_id,
        )
        for row in found:
            self._delete("lessons", row["id"])
            return self.product(product_id)
        raise NotFoundError(f"{product.name} has no lesson {lesson_id!r}")

    def add_reason(self, product_id: int, text: str) -> Product:
        """Add why a product is a good choice.

        Errors: NotFoundError.
        """
        return self._said("reasons", product_id, {"text": text})

    def add_resource(self, product_id: int, resource: Resource) -> Product:
        """Add a guide or the like to a product.

        Errors: NotFoundError.
        """
        values: dict[str, object] = {
            "title": resource.title,
            "location": resource.where,
        }
        return self._said("resources", product_id, values)

    def add_complement(
        self,
        product_id: int,
        other_id: int,
        *,
        why: str = "",
        after_days: int | None = None,
    ) -> Product:
        """Add what goes with a product, or follows it after some days.

        Errors: NotFoundError; InputError for itself, or if it was added before.
        """
        product, other = self.product(product_id), self.product(other_id)
        if product_id == other_id:
            raise InputError(f"{product.name} cannot go with itself", "name another")
        if any(each.product_id == other_id for each in product.complements):
            raise InputError(
                f"{other.name} goes with {product.name} already", "nothing is to do"
            )
        values: dict[str, object] = {
            "other_id": other_id,
            "why": why,
            "after_days": after_days,
        }
        return self._said("complements", product_id, values)

    def add_objection(self, product_id: int, text: str) -> Product:
        """Add a doubt that customers have about a product.

        Errors: NotFoundError.
        """
        return self._said("objections", product_id, {"text": text})

    def _said(self, table: str, product_id: int, values: dict[str, object]) -> Product:
        self.product(product_id)
        self._insert(table, rows.record({"product_id": product_id, **values}))
        return self.product(product_id)
