"""What people type about catalogues: products, groups, searches, the steps of Điều 13."""
