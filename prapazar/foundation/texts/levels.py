"""How grave a message is."""

TEXTS = {
    "title": ("Önem", "Level"),
    "info": ("Bilgi", "Information"),
    "success": ("Tamam", "Good"),
    "warning": ("Uyarı", "Warning"),
    "error": ("Hata", "Error"),
}
