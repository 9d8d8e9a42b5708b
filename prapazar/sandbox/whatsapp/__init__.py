"""A pretend WhatsApp Cloud API: approved templates go out, signed webhooks say what became of them."""
