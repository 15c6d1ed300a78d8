"""What ``bench/transfer.py`` is made of: servers, a bad line, clients, measuring, reporting."""
