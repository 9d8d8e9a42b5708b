"""What buyers say after looking or buying: questions below an article, and claims to send something back."""

from datetime import timedelta
from random import Random

from prapazar.sandbox.clock import to_ms
from prapazar.sandbox.player import buyers, history, stocking
from prapazar.sandbox.player.assortment import Shop
from prapazar.sandbox.player.dice import dice
from prapazar.sandbox.sandbox import Sandbox
from prapazar.sandbox.trendyol import claim_book, questions

_QUESTIONS = (
    "Merhaba, son kullanma tarihi ne kadar ileride?",
    "Bugün sipariş versem yarın kargoya verilir mi?",
    "Ürün cam kavanozda mı geliyor, kırılmaması için nasıl paketliyorsunuz?",
    "Glutensiz mi? Etiketinde yazıyor mu?",
    "Beş adet alırsam indirim olur mu?",
    "İçinde fındık ya da süt var mı, alerjim var da.",
    "Yeni sezon ürünü mü?",
    "Hediye paketi yapabiliyor musunuz?",
)
_CLAIMS = (
    (301, "Paket ezilmiş geldi, kapağı açılmıştı."),
    (351, "Başka bir çeşit gönderilmiş."),
    (401, "Vazgeçtim, açmadan iade ediyorum."),
    (651, "Fotoğraftakinden küçükmüş."),
    (701, "Yanlışlıkla iki kez sipariş vermişim."),
)
_RECENT_MS = to_ms(timedelta(days=10))


def begin(sandbox: Sandbox, asked: int = 6, claimed: int = 5) -> None:
    """A shop with a past has some of both waiting."""
    thrown = dice("voices")
    for _ in range(asked):
        ask(sandbox, thrown)
    for number in range(claimed):
        claim(sandbox, thrown, "WaitingInAction" if number % 2 else "Created")


def ask(sandbox: Sandbox, thrown: Random) -> None:
    seller = sandbox.trendyol.seller(stocking.SELLER)
    record = thrown.choice(history.shelf(Shop.TRENDYOL)[:200])
    product = seller.products.get(record.barcode)
    if product is None:
        return
    buyer = buyers.draw(thrown)
    name = f"{buyer.first_name[0]}** {buyer.last_name[0]}**"
    questions.ask(sandbox.trendyol, seller, product, thrown.choice(_QUESTIONS), name)


def claim(sandbox: Sandbox, thrown: Random, status: str = "WaitingInAction") -> None:
    """One unit of a parcel that arrived lately; nobody claims the same order twice."""
    seller = sandbox.trendyol.seller(stocking.SELLER)
    claimed = {str(held["orderNumber"]) for held in seller.claims.values()}
    since_ms = sandbox.ground.now_ms() - _RECENT_MS
    parcels = [
        package
        for package in seller.packages.values()
        if package.status == "Delivered"
        and package.modified_ms >= since_ms
        and package.order_number not in claimed
    ]
    if not parcels:
        return
    package = thrown.choice(parcels)
    line = thrown.choice(package.body()["lines"])
    reason, note = thrown.choice(_CLAIMS)
    wanted = [(line["barcode"], 1, note)]
    claim_book.open_claim(sandbox.trendyol, seller, package.order_number, wanted, reason, status)
    sandbox.ground.store.flush()
