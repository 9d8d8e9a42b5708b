"""Who works in the demo shop: one person for each role."""

from dataclasses import dataclass

PASSWORD = "prapazar-demo"  # noqa: S105 - printed for everybody; the demo is loaded on request only


@dataclass(frozen=True, slots=True)
class Person:
    email: str
    name: str
    role_key: str
    is_super_admin: bool = False


PEOPLE = (
    Person("admin@demo.local", "Selin Aydın", "admin"),
    Person("operator@demo.local", "Murat Şen", "operator"),
    Person("integrator@demo.local", "Deniz Ekinci", "integrator"),
    Person("tech@demo.local", "Okan Işık", "tech_service"),
    Person("dealer@demo.local", "Derya Kılıç", "dropshipper"),
    Person("supplier@demo.local", "Kemal Özdemir", "supplier"),
    Person("sales@demo.local", "Ayça Güneş", "sales_rep"),
    Person("support@demo.local", "Emre Yıldız", "support_rep"),
    Person("super@demo.local", "Ilgın Öz", "admin", is_super_admin=True),
)
