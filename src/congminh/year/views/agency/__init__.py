"""The pages of an agency's year: for who advises on personnel, leads, decides."""
