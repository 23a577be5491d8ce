"""Follow-ups (SEL § 70, BL § 95) and visits to a placed child (SEL §§ 70 and 148, BL § 156)."""
