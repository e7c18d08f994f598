"""The steps of the schema, run by `storage.schema`. To add one: `python -m storage.migrations "what changes"`."""
