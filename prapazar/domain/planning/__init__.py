"""The calendar and tasks: what is planned, when it repeats, and what else falls due on a day."""
