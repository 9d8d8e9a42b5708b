"""Conditions as one statement: names come from the lists here, what people wrote is bound."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from prapazar.domain.segments.enums import BOUGHT, Fact, Join, Test
from prapazar.domain.segments.rules import Condition, Conditions, Group

_SIGNS = {Test.AT_LEAST: ">=", Test.AT_MOST: "<="}
_SINCE = "now() - make_interval(days => CAST(:{days} AS int))"
_PRODUCTS = {
    Fact.PRODUCT: "i.product_id = ANY(CAST(:{values} AS uuid[]))",
    Fact.BRAND: "i.product_id IN (SELECT id FROM product WHERE merchant_id = :merchant"
    " AND brand_id = ANY(CAST(:{values} AS uuid[])))",
    # A category means what lies below it too.
    Fact.CATEGORY: "i.product_id IN (SELECT p.id FROM product p JOIN category c ON c.id = p.category_id"
    " JOIN category above ON above.id = ANY(CAST(:{values} AS uuid[]))"
    " AND (c.id = above.id OR starts_with(c.path, above.path || ' > ')) WHERE p.merchant_id = :merchant)",
}
_LISTS = {
    Fact.CHANNEL: "t.channels && CAST(:{values} AS text[])",
    Fact.TAG: "t.tags && CAST(:{values} AS text[])",
    Fact.CITY: "t.city = ANY(CAST(:{values} AS text[]))",
    Fact.DISTRICT: "t.city || ' / ' || t.district = ANY(CAST(:{values} AS text[]))",
    Fact.KIND: "CASE WHEN t.is_company THEN 'company' ELSE 'person' END = ANY(CAST(:{values} AS text[]))",
}
_EVER = {
    Fact.ORDERS: "t.orders",
    Fact.SPENT: "t.spent",
    Fact.BASKET: "coalesce(t.spent / nullif(t.counted, 0), 0)",
}
_LATELY = {
    Fact.ORDERS: "coalesce({alias}.orders, 0)",
    Fact.SPENT: "coalesce({alias}.spent, 0)",
    Fact.BASKET: "coalesce({alias}.spent / nullif({alias}.counted, 0), 0)",
}
_RETURNED = (
    "SELECT w.customer_id, count(DISTINCT w.order_id) AS orders FROM claim c"
    " JOIN customer_purchase w ON w.order_id = c.order_id WHERE c.merchant_id = :merchant AND c.kind = 'return'"
    " AND c.status NOT IN ('rejected', 'cancelled'){each} GROUP BY w.customer_id"
)
_WELCOME = (
    "SELECT x.id AS customer_id FROM contact_consent k JOIN customer x ON x.merchant_id = k.merchant_id"
    " AND x.email = k.address WHERE k.merchant_id = :merchant AND k.way = 'email'"
    " AND 'email' = ANY(CAST(:{values} AS text[])) AND k.state = 'granted'{each}"
    " UNION SELECT x.id FROM contact_consent k JOIN customer x ON x.merchant_id = k.merchant_id"
    " AND '+' || x.phone = k.address WHERE k.merchant_id = :merchant AND k.way IN ('sms', 'whatsapp')"
    " AND k.way = ANY(CAST(:{values} AS text[])) AND k.state = 'granted'{each}"
)


@dataclass(slots=True)
class Compiled:
    """`FROM customer_tally t {joins} WHERE t.merchant_id = :merchant AND {where}`."""

    joins: list[str] = field(default_factory=list)
    where: str = "true"
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def tail(self) -> str:
        return f"{' '.join(self.joins)} WHERE t.merchant_id = :merchant AND {self.where}"


def compiled(wanted: Conditions, merchant_id: UUID, *, of_few: bool = False) -> Compiled:
    """`of_few`: what other tables say is looked up customer by customer, for a sample of them."""
    found = Compiled(values={"merchant": merchant_id})
    writer = _Writer(found, of_few)
    found.where = _joined(
        wanted.join,
        [
            _joined(part.join, [writer.write(one) for one in part.parts])
            if isinstance(part, Group)
            else writer.write(part)
            for part in wanted.parts
        ],
    )
    return found


def _joined(join: Join, parts: list[str]) -> str:
    if not parts:
        return "true"
    return "(" + (" AND " if join is Join.ALL else " OR ").join(parts) + ")"


@dataclass(slots=True)
class _Writer:
    found: Compiled
    of_few: bool
    lately: dict[int, str] = field(default_factory=dict)
    """The join of each number of days: three conditions on one month read it once."""

    def write(self, one: Condition) -> str:
        if one.fact in (Fact.LAST, Fact.FIRST):
            days = self._bind(int(one.values[0]))
            sign = ">=" if one.test is Test.WITHIN else "<"
            return f"t.{one.fact.value}_at {sign} {_SINCE.format(days=days)}"
        if one.fact in BOUGHT:
            return self._bought(one)
        if one.fact is Fact.CONSENT:
            bound = self._bind(list(one.values))
            inner = _WELCOME.format(values=bound, each=" AND x.id = t.id" if self.of_few else "")
            return self._is_in(inner, one.test)
        if one.fact in _LISTS:
            said = _LISTS[one.fact].format(values=self._bind(list(one.values)))
            return f"NOT ({said})" if one.test is Test.IS_NOT else said
        return f"{self._amount(one)} {_SIGNS[one.test]} :{self._bind(Decimal(one.values[0]))}"

    def _amount(self, one: Condition) -> str:
        if one.fact is Fact.RETURNS:
            each = " AND w.customer_id = t.id" if self.of_few else ""
            alias = self._join(_RETURNED.format(each=each))
            return f"coalesce(100.0 * {alias}.orders / nullif(t.orders, 0), 0)"
        if one.days is None:
            return _EVER[one.fact]
        if one.days not in self.lately:
            each = " AND w.customer_id = t.id" if self.of_few else ""
            self.lately[one.days] = self._join(
                "SELECT w.customer_id, count(*) AS orders, count(*) FILTER (WHERE w.is_counted) AS counted,"
                " coalesce(sum(w.total) FILTER (WHERE w.is_counted AND w.is_lira), 0) AS spent"
                " FROM customer_purchase w WHERE w.merchant_id = :merchant"
                f" AND w.ordered_at >= {_SINCE.format(days=self._bind(one.days))}{each} GROUP BY w.customer_id"
            )
        return _LATELY[one.fact].format(alias=self.lately[one.days])

    def _bought(self, one: Condition) -> str:
        products = _PRODUCTS[one.fact].format(values=self._bind([UUID(value) for value in one.values]))
        lately = "" if one.days is None else f" AND i.last_at >= {_SINCE.format(days=self._bind(one.days))}"
        each = " AND i.customer_id = t.id" if self.of_few else ""
        return self._is_in(
            f"SELECT DISTINCT i.customer_id FROM customer_item i WHERE i.merchant_id = :merchant AND {products}"
            f"{lately}{each}",
            one.test,
        )

    def _is_in(self, inner: str, test: Test) -> str:
        alias = self._join(inner)
        return f"{alias}.customer_id IS {'NULL' if test is Test.IS_NOT else 'NOT NULL'}"

    def _join(self, inner: str) -> str:
        """A join and no IN: within an OR an IN is asked anew for each customer."""
        alias = f"j{len(self.found.joins)}"
        lateral = "LATERAL " if self.of_few else ""
        self.found.joins.append(f"LEFT JOIN {lateral}({inner}) {alias} ON {alias}.customer_id = t.id")
        return alias

    def _bind(self, value: object) -> str:
        name = f"v{len(self.found.values)}"
        self.found.values[name] = value
        return name
