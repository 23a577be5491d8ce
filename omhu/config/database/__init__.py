"""The database behind Omhu: its address, how a server process uses it, roles and rights, and its start."""
