"""«Giao nhiệm vụ, kết quả, minh chứng» (Điều 18): each task tied to a product, done, reported, confirmed."""
