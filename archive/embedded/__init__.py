"""Django's PostgreSQL backend with a server of its own, for an archive with no DATABASE_URL.

Each process that connects holds a shared lock, its lease, for as long as it lives. A supervisor,
one for each data folder, starts PostgreSQL and stops it once nobody has held a lease for a while.
Locks vanish with their processes, so nothing depends on anyone's tidy end:

- `base` and `client` are what Django loads; `server` is the client's part of the bargain.
- `supervisor` is the process that starts, watches and stops PostgreSQL.
- `cluster` and `account` prepare what PostgreSQL needs: its data folder and its system user.
- `layout` says where everything is; `locks` wraps flock.
"""
