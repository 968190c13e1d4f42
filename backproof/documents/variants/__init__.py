"""Wrong variants of right mathematics, as equations that hold if somebody has made the mistake."""
