"""Long work: all of it or nothing, seen all the while, given up when its worker has gone."""
