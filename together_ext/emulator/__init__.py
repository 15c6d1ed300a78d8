"""A local Together: Files, Batches and inference on loopback, with SQLite and real files.

Run it with ``python -m together_ext.emulator --data-dir DIR``. It shares no code with the client it
is used to test: a misreading that both shared would pass every test. Importing this package imports
nothing else; the server needs the extra ``together-ext[emulator]``, the pytest plugin does not.
"""
