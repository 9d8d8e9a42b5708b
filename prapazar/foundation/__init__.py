"""What every room stands on: settings, database edge, clock, money, ids, outbox, secrets, texts."""
