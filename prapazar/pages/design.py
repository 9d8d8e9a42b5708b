"""The style page: every component on one screen, to look at; built only where PRAPAZAR_DESIGN_PAGE=1."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.palette import Place
from prapazar.components.shell import (
    NavItem,
    Person,
    Search,
    bell,
    bottom_bar,
    finder,
    shell,
    sidebar,
    top_bar,
)
from prapazar.foundation import routes
from prapazar.pages.page import Page
from prapazar.states.design import DesignState
from prapazar.states.locale import LocaleState

t = ui.t


def page() -> rx.Component:
    return shell(
        ui.page_header(
            t("frame.orders"),
            count="12.408",
            actions=[
                ui.button(t("words.export"), icon_name="download"),
                ui.more_menu(ui.MenuEntry(label=t("words.print"))),
            ],
            primary=ui.button(t("words.sync_now"), kind="primary", icon_name="refresh-cw"),
        ),
        ui.kpi_row(DesignState.figures),
        _list(),
        _facts(),
        _form(),
        _talk(),
        *_layers(),
        side=sidebar(_items(), routes.ORDERS),
        top=top_bar(_person(), bell(DesignState.unread, href=routes.NOTIFICATIONS)),
        foot=bottom_bar(_items(), routes.ORDERS, _person()),
        find=finder(_search()),
    )


def _search() -> Search:
    return Search(
        places=[
            Place(title=t("frame.orders"), href=routes.ORDERS),
            Place(title=t("frame.stock"), href=routes.STOCK),
        ],
        hits=DesignState.hits,
        on_query=DesignState.search,
    )


def _items() -> list[NavItem]:
    return [
        NavItem(label=t("frame.home"), href=routes.HOME, icon_name="house", on_phone=True),
        NavItem(
            label=t("frame.orders"),
            href=routes.ORDERS,
            icon_name="shopping-bag",
            group=1,
            count=DesignState.new_count,
            on_phone=True,
        ),
        NavItem(label=t("frame.repairs"), href=routes.REPAIRS, icon_name="wrench", group=1),
        NavItem(label=t("frame.products"), href=routes.PRODUCTS, icon_name="package", group=2),
        NavItem(label=t("frame.stock"), href=routes.STOCK, icon_name="boxes", group=2, on_phone=True),
        NavItem(label=t("frame.channels"), href=routes.CHANNELS, icon_name="store", group=3),
        NavItem(
            label=t("frame.notifications"),
            href=routes.NOTIFICATIONS,
            icon_name="bell",
            group=3,
            on_phone=True,
        ),
        NavItem(label=t("frame.settings"), href=routes.SETTINGS, icon_name="settings", group=4),
    ]


def _person() -> Person:
    return Person(
        name="Selin Kaya",
        email="selin@example.com",
        merchant="Ege Şarküteri",
        merchants=DesignState.merchants,
        on_merchant=DesignState.ignore,
        on_locale=LocaleState.set_locale,
        menu=[
            ui.MenuEntry(label=t("frame.profile"), icon_name="user", href=routes.PROFILE),
            ui.MenuEntry(label=t("frame.log_out"), icon_name="log-out"),
        ],
    )


def _list() -> rx.Component:
    columns = [
        ui.Column(key="number", label="No", sort="number", phone="title", link=True),
        ui.Column(
            key="at",
            label="Tarih",
            sort="at",
            hint="at_full",
            cell=lambda row: rx.el.span(row["at"], class_name="pp-num"),
        ),
        ui.Column(key="buyer", label="Alıcı", sort="buyer", grow=True, phone="sub"),
        ui.Column(
            key="channel",
            label="Kanal",
            cell=lambda row: ui.channel_mark(row["channel"], name=row["channel_name"]),
        ),
        ui.Column(
            key="status", label="Durum", cell=lambda row: ui.order_status(row["status"]), phone="subend"
        ),
        ui.Column(key="items", label="Ürün", align="right"),
        ui.Column(key="total", label="Tutar", align="right", sort="total", phone="end"),
    ]
    views = [
        ui.Choice(value="all", label=t("words.all")),
        ui.Choice(value="new", label="Hazırlanacak"),
        ui.Choice(value="late", label="Geciken"),
    ]
    return rx.el.div(
        ui.view_tabs(views, active=DesignState.view, on_change=DesignState.show_view),
        ui.filter_bar(
            ui.search_input(
                value=DesignState.query, on_change=DesignState.search, placeholder=t("lists.search")
            ),
            ui.filter_select(
                "Durum",
                value=DesignState.status,
                choices=[ui.Choice(value="new", label="Yeni")],
                on_change=DesignState.ignore,
            ),
            ui.filter_select("Kanal", value=rx.Var.create(""), choices=[], on_change=DesignState.ignore),
            chips=DesignState.chips,
            on_remove=DesignState.ignore,
            on_clear=DesignState.clear,
        ),
        ui.data_table(
            columns,
            DesignState.rows,
            label=t("frame.orders"),
            href=lambda row: "/orders/" + row["id"].to(str),
            sort=DesignState.sort,
            on_sort=DesignState.sort_by,
            selected=DesignState.selected,
            on_select=DesignState.select,
            on_clear=DesignState.clear,
            new_count=DesignState.new_count,
            new_label=t("lists.new_orders", count=DesignState.new_count),
            on_show_new=DesignState.clear,
        ),
        ui.pager(
            label="1–14 / 12.408",
            has_previous=False,
            has_next=True,
            on_previous=DesignState.clear,
            on_next=DesignState.clear,
        ),
        ui.bulk_bar(
            ui.button("Fiş yazdır", icon_name="printer"),
            ui.button("İptal et", kind="danger"),
            count=DesignState.selected.length(),
            on_clear=DesignState.clear,
            total=rx.Var.create(12408),
            total_label="12.408",
            on_select_all=DesignState.clear,
        ),
        class_name="pp-stack",
    )


def _facts() -> rx.Component:
    left = rx.fragment(
        ui.card("Saate göre sipariş", ui.bars(
            DesignState.hours,
            [ui.Series(key="trendyol", label="Trendyol"), ui.Series(key="woocommerce", label="WooCommerce")],
            label="Saate göre sipariş",
        )),
        ui.card("Geçmiş", ui.timeline(DesignState.events)),
        ui.card("Boş", ui.data_table([ui.Column(key="id", label="No")], DesignState.none, label="Boş")),
        ui.card("Yükleniyor", ui.data_table(
            [ui.Column(key="number", label="No"), ui.Column(key="total", label="Tutar", align="right")],
            DesignState.rows, label="Yükleniyor", loading=rx.Var.create(True), skeleton_rows=3,
        )),
    )  # fmt: skip
    right = rx.fragment(
        ui.card(
            "Bilgiler",
            ui.key_values(
                ("Sipariş no", ui.copyable("1048213")),
                ("Kanal", ui.channel_mark("trendyol", name="Trendyol")),
                ("Durum", ui.order_status(rx.Var.create("picking"))),
                (
                    "Satılabilir",
                    ui.why_popover("3", title="Satılabilir stok neden 3", lines=DesignState.why, result="3"),
                ),
                ("Etiket", ui.tag("hediye paketi")),
            ),
        ),
        ui.code_block('{"orderNumber": "1048213", "status": "Picking"}', label="İstek"),
        ui.card(
            "Satış",
            ui.lines(
                DesignState.hours,
                [
                    ui.Series(key="trendyol", label="Bugün"),
                    ui.Series(key="woocommerce", label="Dün", compare=True),
                ],
                label="Satış",
                height=140,
            ),
        ),
    )
    return ui.two_columns(left, right)


def _form() -> rx.Component:
    return ui.edit_form(
        ui.form_section(
            "Mağaza",
            ui.text_input(
                "name",
                "Mağaza adı",
                default_value="Ege Şarküteri",
                help_text="Yalnızca sizin ekranlarınızda görünür.",
            ),
            ui.text_input(
                "seller", "Satıcı no", error="Yalnızca rakam yazın, örneğin 123456.", default_value="12a"
            ),
            ui.text_input(
                "price", "Taban fiyat", suffix="TL", numeric=True, default_value="1.234,50", optional=True
            ),
            ui.secret_input("secret", "API anahtarı", is_set=rx.Var.create(True)),
            ui.select("interval", "Eşitleme sıklığı", [ui.Choice(value="5", label="5 dakikada bir")]),
            ui.textarea("note", "Not", rows=2),
            ui.checkbox("test", "Sınama ortamı", help_text="Gerçek siparişler etkilenmez."),
            ui.switch("live", "Canlı bildirim", checked=DesignState.is_on, on_change=DesignState.clear),
        ),
        on_save=DesignState.save,
        version=DesignState.version,
    )


def _talk() -> rx.Component:
    return rx.el.div(
        ui.banner("Trendyol bağlantı bilgilerini kabul etmedi.", "Eşitleme durdu, veri kaybı yok.", tone="bad",
                  action=ui.button("Bilgileri düzelt", small=True)),
        ui.banner("3 sipariş bugün kargoya verilmeli.", tone="wait"),
        ui.banner("Yeni sürüm kuruldu.", tone="info"),
        ui.banner("240 ürün içe aktarıldı.", tone="good"),
        ui.progress_bar(percent=DesignState.percent, label="3.100 / 5.000", detail="412/sn · 5 sn kaldı",
                        on_cancel=DesignState.clear),
        ui.stepper(["Kanal", "Bilgiler", "Sınama", "Bitti"], current=DesignState.step),
        rx.el.div(
            ui.button("Kaydet", kind="primary"), ui.button("Düzenle"), ui.button("Sil", kind="danger"),
            ui.button("Vazgeç", kind="quiet"), ui.button("Kaydediliyor", kind="primary", loading=rx.Var.create(True)),
            ui.button("Kapalı", disabled=True),
            ui.button("Pencere", on_click=DesignState.open_layer("dialog", True), id="open-dialog"),
            ui.button("Onay", on_click=DesignState.open_layer("confirm", True), id="open-confirm"),
            ui.button("Yan panel", on_click=DesignState.open_layer("sheet", True), id="open-sheet"),
            ui.tooltip(ui.badge("Gecikti", "bad"), "Kargoya verme süresi 2 saat geçti"),
            ui.badge("Bekliyor", "wait"), ui.badge("Tamam", "good"), ui.badge("Bilgi", "info"), ui.badge("Taslak"),
            class_name="pp-row pp-row-wrap",
        ),
        ui.empty_state("Henüz bağlı bir mağaza yok.", action=ui.button("Mağaza bağla", kind="primary"),
                       icon_name="store"),
        class_name="pp-stack",
    )  # fmt: skip


def _layers() -> list[rx.Component]:
    return [
        ui.dialog("Not ekle", ui.textarea("memo", "Not"), is_open=DesignState.dialog_open,
                  on_open_change=lambda opened: DesignState.open_layer("dialog", opened),
                  footer=[ui.button(t("words.save"), kind="primary")]),
        ui.confirm_dialog("Mağazayı sil", "Ege Şarküteri bağlantısı ve 1.204 eşleştirmesi silinir. Siparişler kalır.",
                          confirm=t("words.delete"), is_open=DesignState.confirm_open,
                          on_open_change=lambda opened: DesignState.open_layer("confirm", opened),
                          on_confirm=DesignState.clear, type_name="Ege Şarküteri", typed=DesignState.typed,
                          on_type=DesignState.type_name),
        ui.sheet("Sipariş 1048213", ui.timeline(DesignState.events), is_open=DesignState.sheet_open,
                 on_open_change=lambda opened: DesignState.open_layer("sheet", opened)),
    ]  # fmt: skip


PAGE = Page(route=routes.DESIGN, render=page, title="frame.orders", permission="*")
