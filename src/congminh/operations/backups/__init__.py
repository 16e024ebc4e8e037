"""Archives: made, restored, tried; each step all of it or nothing."""
