"""«Chấm điểm từ tệp»: the figures over files of facts, from one agency to a whole country's month."""
