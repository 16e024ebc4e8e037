"""What is counted of sign-in for whoever watches over the site («đo lường»): no names, no addresses."""

from prometheus_client import Counter

# Shown beside the other counts by operations.watching.measures.
REFUSED = Counter("congminh_sign_in_locked", "Tries to sign in refused by a lock", ("lock",), registry=None)
