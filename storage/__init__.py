"""The database: tables, repositories, FSM storage, migrations."""
