"""Acts on the people around a child. They are facts, not steps: relations are dated rows that are added and ended,
and what a name or a number said before it was corrected stays in `Rettelse`."""
