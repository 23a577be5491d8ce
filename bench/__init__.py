"""`make bench`: each speed goal against its baseline, measured in the same run. See README.md."""
