"""Follow-ups and visits on the screen."""
