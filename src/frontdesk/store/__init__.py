"""The unit of work: engine, Context, migrations, event and outbox tables."""
