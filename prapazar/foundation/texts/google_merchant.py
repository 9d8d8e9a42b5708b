"""What Google Merchant answers, in the seller's words."""

TEXTS = {
    "rejected": ("Google bu isteği kabul etmedi.", "Google refused this request."),
    "not_found": ("Google böyle bir ürün bulamadı.", "Google found no such product."),
    "older_version": (
        "Google’da ürünün daha yeni bir sürümü var.",
        "Google has a newer version of the product.",
    ),
    "other_source": (
        "Ürün Google’a başka bir veri kaynağından gönderilmiş; oradan silin.",
        "The product was sent to Google by another data source; delete it there.",
    ),
    "disapproved": ("Google bu ürünü onaylamadı.", "Google disapproved this product."),
    "not_registered": (
        "Google Cloud projeniz Merchant Center’a kayıtlı değil. Projeyi bir kez kaydedin.",
        "Your Google Cloud project is not registered with Merchant Center. Register it once.",
    ),
}
