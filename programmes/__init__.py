"""The shipped programme documents (TOML) and the JSON Schema of such documents."""
