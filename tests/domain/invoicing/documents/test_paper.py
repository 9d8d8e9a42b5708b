"""The paper: what can be read on it, by eyes and by scanners."""

import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2
import zxingcpp
from PIL import Image

from prapazar.domain.invoicing.documents import paper
from prapazar.domain.invoicing.documents.codes import Withholding
from prapazar.domain.invoicing.documents.records import InvoiceType, Payment, Profile
from tests.factories.documents import EXPORT, SALE, despatch, invoice, line


def _pages(pdf: bytes) -> list[str]:
    read = pypdfium2.PdfDocument(pdf)
    return [read[place].get_textpage().get_text_range().replace("\r\n", "\n") for place in range(len(read))]


def _code(pdf: bytes) -> dict[str, str]:
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=300 / 72).to_pil()
    (found,) = zxingcpp.read_barcodes(picture)
    read: dict[str, str] = json.loads(found.text)
    return read


def test_archive_paper_tells_sale_amounts_and_return_form() -> None:
    document = invoice(Profile.ARCHIVE, internet_sale=SALE, notes=("Fiyatlar ₺ cinsindendir: ŞşĞğİı",))

    (page,) = _pages(paper.draw(document))

    missing = [
        said
        for said in (
            *("e-ARŞİV FATURA", "CNR2026000000042", "5B1F2F3C-9D0A-4A52-8C0E-2F7F0A9D1C11", "Şule Yağcıoğlu"),
            *(
                "Çınarlı Ev Tekstili Ticaret Ltd. Şti.",
                "Kadıköy V.D. · VKN 1234567890",
                "05.03.2026 12:30:15",
            ),
            *(
                "Keten Masa Örtüsü 150x220",
                "41,7267",
                "3 adet",
                "225,18 TL",
                "218,18 TL",
                "11,82 TL",
                "250,00 TL",
            ),
            *(
                "YALNIZ İKİYÜZELLİ TL",
                "%10 · matrah 118,18 TL · KDV 11,82 TL",
                "Kredi/banka kartı · vade 05.03.2026",
            ),
            *(
                "Taşıyıcı: Hızlı Kargo A.Ş. · VKN 7210354823",
                "Gönderim tarihi: 05.03.2026",
                "İADE BÖLÜMÜ",
                "1 /",
                "₺",
            ),
            *("Fiyatlar ₺ cinsindendir: ŞşĞğİı", "e-Arşiv izni kapsamında elektronik ortamda iletilmiştir."),
        )
        if said not in page
    ]
    assert missing == []


def test_code_of_an_invoice_says_what_gib_asks_for() -> None:
    assert _code(paper.draw(invoice(Profile.ARCHIVE))) == {
        "vkntckn": "1234567890",
        "avkntckn": "11111111111",
        "senaryo": "EARSIVFATURA",
        "tip": "SATIS",
        "tarih": "2026-03-05",
        "no": "CNR2026000000042",
        "ettn": "5b1f2f3c-9d0a-4a52-8c0e-2f7f0a9d1c11",
        "parabirimi": "TRY",
        "malhizmettoplam": "225.18",
        "kdvmatrah(10)": "118.18",
        "hesaplanankdv(10)": "11.82",
        "kdvmatrah(20)": "100.00",
        "hesaplanankdv(20)": "20.00",
        "vergidahil": "250.00",
        "odenecek": "250.00",
    }


def test_despatch_paper_and_code_tell_the_way_of_the_goods() -> None:
    pdf = paper.draw(despatch())

    (page,) = _pages(pdf)
    assert [
        said for said in ("e-İRSALİYE", "Araç plakası: 34ABC123", "Ömer Işık", "4 adet") if said not in page
    ] == []
    assert _code(pdf) == {
        "vkntckn": "1234567890",
        "avkntckn": "9050301125",
        "senaryo": "TEMELIRSALIYE",
        "tip": "SEVK",
        "tarih": "2026-03-05",
        "no": "CNI2026000000007",
        "ettn": "0e6f7d56-3d1f-4d1c-9a51-64a2d1a0a4a7",
        "sevktarihi": "2026-03-05",
        "sevkzamani": "12:30:15",
        "tasiyicivkn": "7210354823",
        "plaka": "34ABC123",
    }


def test_long_invoice_goes_on_overleaf_with_its_head_and_all_amounts() -> None:
    withheld = Withholding("602", Decimal(90))
    lines = tuple(
        line(
            "1500",
            str(place),
            includes_vat=False,
            withholding=withheld,
            name=f"Danışmanlık {place:02d} " + "a" * 90,
        )
        for place in range(1, 41)
    )
    document = invoice(
        Profile.COMMERCIAL,
        InvoiceType.WITHHOLDING,
        lines=lines,
        currency="USD",
        rate=Decimal("41.2345"),
        payments=(
            Payment(means="42", due_on=date(2026, 4, 4), iban="TR330006100519786457841326", bank="Örnek"),
        ),
        notes=("Uzun not " * 900,),
    )

    pages = _pages(paper.draw(document))

    whole = "\n".join(pages)
    assert all(f"Danışmanlık {place:02d}" in whole for place in range(1, 41))
    assert [page for page in pages[:3] if "Mal / Hizmet" not in page] == []
    assert whole.count("Uzun not") == 900
    assert [
        said
        for said in (
            "1.230.000,00 USD",
            "-221.400,00 USD",
            "1.254.600,00 USD",
            "Kur: 1 USD = 41,2345 TL",
            "51.732.803,70 TL",
        )
        if said not in whole
    ] == []
    assert f"{len(pages)} /{len(pages)}" in pages[-1].replace("\n", "").replace("/ ", "/")


def test_export_paper_tells_the_buyer_abroad_and_the_way() -> None:
    goods = (line("400", rate="0", exemption="301", customs_code="630260000000"),)

    (page,) = _pages(paper.draw(invoice(Profile.EXPORT, InvoiceType.EXEMPTION, lines=goods, export=EXPORT)))

    said = (
        "Alıcı: Farrow Home Ltd · GB175269235",
        "Teslim şartı: CIF · Gönderim: hava yolu",
        "GTİP 630260000000",
    )
    assert [words for words in said if words not in page] == []


def test_logo_stands_on_the_paper_where_there_is_one() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (300, 90), "#aa2200").save(picture, "PNG")

    adorned = paper.draw(invoice(), paper.Look(logo=picture.getvalue()))

    rendered = pypdfium2.PdfDocument(adorned)[0].render(scale=1).to_pil().convert("RGB")
    assert rendered.getpixel((100, 60)) == (170, 34, 0)
    plain = pypdfium2.PdfDocument(paper.draw(replace(invoice())))[0].render(scale=1).to_pil().convert("RGB")
    assert plain.getpixel((100, 60)) != (170, 34, 0)
