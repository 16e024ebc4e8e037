"""The whole life of a sheet, walked at random, against a small plain model of it."""
