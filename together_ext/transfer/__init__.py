"""Moving bytes: what to believe of an answer (plan), where they go (sink), and the two ways."""
