"""The tab with the people of a case."""
