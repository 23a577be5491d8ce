"""Talks with the child: held, or waived with a reason that a leader answers."""
