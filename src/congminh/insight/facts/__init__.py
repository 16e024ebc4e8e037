"""What closed periods say: counted, listed, and reckoned anew."""
