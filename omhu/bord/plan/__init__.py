"""Plan and goals on the screen."""
