"""Plans: what is to be reached for the child, by whom and by when; decided away, handed over, revised."""
