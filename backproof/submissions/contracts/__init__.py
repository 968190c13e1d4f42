"""What each function of a course promises, as properties that inputs are generated for."""
