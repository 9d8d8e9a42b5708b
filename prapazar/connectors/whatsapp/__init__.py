"""WhatsApp Cloud API: approved templates to buyers, signed reports."""
