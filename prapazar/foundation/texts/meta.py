"""What Meta answers, in the seller's words."""

TEXTS = {
    "rejected": ("Meta bu isteği kabul etmedi.", "Meta refused this request."),
}
