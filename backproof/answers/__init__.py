"""Other people's answers: read without guessing, judged without tolerance."""
